#pragma once

#include "drift/source.hpp"
#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// What is different between two schemas, after the second look at texts.
struct Compared {
    schema::Diff diff;
    std::vector<schema::Finding> same_meaning; ///< texts that only looked different
    std::string not_looked_at; ///< why texts that differ were not given to a server; empty = all were
};

/// Compares, then lets the servers look again at the texts that differ: that of `actual`, and at what is left
/// that of `expected`. Connects only when there is something to look at. Throws Error.
Compared compare(const Source& expected, const Source& actual, const catalog::ReadOptions& options,
                 const schema::DiffOptions& diff_options = {});

} // namespace pgmend::drift
