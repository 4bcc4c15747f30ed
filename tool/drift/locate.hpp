#pragma once

#include "catalog/canonicalizer.hpp"
#include "drift/partially_applied.hpp"
#include "drift/replay.hpp"
#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// The revision that a database is actually at.
struct Located {
    std::vector<std::string> table_rows; ///< the rows of the version table; empty = none
    std::vector<std::string> rows;       ///< the version rows of the state that fits best
    std::string revision;                ///< the revision that was applied last in that state; empty = base
    bool exact = false;                  ///< the database is identical to that state
    schema::Diff diff;                   ///< expected: that state; actual: the database
    std::vector<PartiallyApplied> partially_applied; ///< later revisions of which some objects exist
    std::vector<schema::ObjectId> foreign;           ///< existing objects that no later revision creates
    std::size_t pending = 0;                         ///< the number of revisions after that state
    std::vector<std::string> losses; ///< the data that the remedy loses: "the values of public.t.c"
    std::string remedy;              ///< the shell commands that fix it; empty = nothing to fix
    std::string summary;             ///< the finding in one or two sentences
};

/// Compares the live schema with the schema after each revision. Among states that fit equally well, the
/// state that the version table names is chosen, otherwise the latest one. A canonicalizer on the live
/// database removes differences that are only differences in wording.
Located locate(const schema::Model& live, const std::vector<std::string>& table_rows,
               const std::vector<Replay::RevisionState>& states,
               catalog::Canonicalizer* canonicalizer = nullptr);

} // namespace pgmend::drift
