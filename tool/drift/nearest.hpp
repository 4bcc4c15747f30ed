#pragma once

#include "catalog/canonicalizer.hpp"
#include "drift/acceptance.hpp"
#include "drift/history.hpp"
#include "schema/diff.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace pgmend::drift {

/// What a live schema is measured against, and how.
struct Measure {
    const schema::Model& live;
    const std::vector<std::string>& table_rows; ///< of the version table, which decides between equals
    const Acceptance& acceptance;
    catalog::Canonicalizer* canonicalizer = nullptr; ///< tells what is only written differently
};

/// The state of the history from which the live schema differs least; among equals the one that the version
/// table names, else the latest. Each thing in a table counts, or a table that is there would weigh no more
/// than a column that is not. What is accepted does not count.
///
/// From one state to the next, only what the revision changes is compared again. The canonicalizer is asked
/// about the nearest states only.
std::size_t nearest(const History& history, const Measure& measure);

/// How the live schema differs from a model, without differences in wording and without what is accepted.
struct Difference {
    schema::Diff diff;
    std::vector<std::string> accepted;
    std::vector<std::string> warnings;              ///< of rules
    std::vector<schema::Finding> written_otherwise; ///< differences in wording only
};
Difference difference(const schema::Model& expected, const Measure& measure);

} // namespace pgmend::drift
