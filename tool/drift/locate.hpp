#pragma once

#include "catalog/canonicalizer.hpp"
#include "drift/ahead.hpp"
#include "drift/replay.hpp"
#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// Where a database really is among its revisions.
struct Located {
    std::vector<std::string> table_rows;   ///< what the version table says; empty = nothing
    std::vector<std::string> rows;         ///< of the state that fits best
    std::string revision;                  ///< applied last in that state; empty = base
    bool exact = false;                    ///< nothing differs from that state
    schema::Diff diff;                     ///< expected: that state; actual: the database
    std::vector<Ahead> ahead;              ///< what is there already of the revisions after it
    std::vector<schema::ObjectId> foreign; ///< what is there and of no revision after it
    std::size_t pending = 0;               ///< how many revisions come after that state
    std::vector<std::string> losses;       ///< what the advice loses: "the values of public.t.c"
    std::string advice; ///< the commands that mend it, for a shell; empty = nothing to mend
    std::string story;  ///< the finding in one or two sentences
};

/// Compares the live schema with the schema after each revision. The version table's own word wins among
/// states that fit equally well; else the later one. A canonicalizer on the live database spares differences
/// that are only written differently.
Located locate(const schema::Model& live, const std::vector<std::string>& table_rows,
               const std::vector<Replay::State>& states, catalog::Canonicalizer* canonicalizer = nullptr);

} // namespace pgmend::drift
