#pragma once

#include "drift/source.hpp"
#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// The differences between two schemas, after texts that differ have been compared by a server.
struct Compared {
    schema::Diff diff;
    std::vector<schema::Finding> same_meaning; ///< texts that are written differently but are equivalent
    std::string not_looked_at; ///< why texts that differ were not compared by a server; empty = all were
};

/// Compares two schemas. Texts that differ are then compared by the server of `actual`, and those that still
/// differ by the server of `expected`. Connects only if there are such texts. Throws Error.
Compared compare(const Source& expected, const Source& actual, const catalog::ReadOptions& options,
                 const schema::DiffOptions& diff_options = {});

} // namespace pgmend::drift
