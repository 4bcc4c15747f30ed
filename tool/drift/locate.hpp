#pragma once

#include "catalog/canonicalizer.hpp"
#include "drift/partially_applied.hpp"
#include "drift/replay.hpp"
#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// Where a database really is among its revisions.
struct Located {
    std::vector<std::string> table_rows;             ///< what the version table says; empty = nothing
    std::vector<std::string> rows;                   ///< of the state that fits best
    std::string revision;                            ///< applied last in that state; empty = base
    bool exact = false;                              ///< nothing differs from that state
    schema::Diff diff;                               ///< expected: that state; actual: the database
    std::vector<PartiallyApplied> partially_applied; ///< revisions after it of which objects exist
    std::vector<schema::ObjectId> foreign;           ///< what is there and of no revision after it
    std::size_t pending = 0;                         ///< how many revisions come after that state
    std::vector<std::string> losses;                 ///< what the remedy loses: "the values of public.t.c"
    std::string remedy;  ///< the commands that fix it, for a shell; empty = nothing to fix
    std::string summary; ///< the finding in one or two sentences
};

/// Compares the live schema with the schema after each revision. The version table's own word wins among
/// states that fit equally well; else the later one. A canonicalizer on the live database spares differences
/// that are only written differently.
Located locate(const schema::Model& live, const std::vector<std::string>& table_rows,
               const std::vector<Replay::RevisionState>& states,
               catalog::Canonicalizer* canonicalizer = nullptr);

} // namespace pgmend::drift
