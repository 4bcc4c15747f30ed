#pragma once

#include "catalog/canonicalizer.hpp"
#include "drift/acceptance.hpp"
#include "drift/partially_applied.hpp"
#include "drift/replay.hpp"
#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// The revision that a database is actually at.
struct Located {
    std::vector<std::string> table_rows; ///< what the version table says; empty = nothing
    std::vector<std::string> rows;       ///< of the state that fits best
    std::string revision;                ///< applied last in that state; empty = base
    bool exact = false;                  ///< nothing differs from that state
    bool unknown = false;                ///< no state fits: these revisions have not made this database
    schema::Diff diff;                   ///< expected: that state; actual: the database
    std::vector<std::string> accepted;   ///< differences that a rule or the baseline accepts
    std::vector<std::string> warnings;   ///< of rules
    std::vector<PartiallyApplied> partially_applied; ///< revisions after it of which objects exist
    std::vector<schema::ObjectId> foreign;           ///< what is there and of no revision after it
    std::size_t pending = 0;                         ///< how many revisions come after that state
    std::vector<std::string> losses; ///< what would go with what is foreign: "the values of public.t.c"
    std::string remedy;  ///< commands for a shell, none of which loses data; empty = nothing to fix by those
    std::string summary; ///< the finding in one or two sentences
};

/// Compares the live schema with the schema after each revision. The version table's own word wins among
/// states that fit equally well; else the later one. Where the version table is right, its state is the only
/// one that is looked at. A canonicalizer on the live database spares differences that are only written
/// differently.
Located locate(const schema::Model& live, const std::vector<std::string>& table_rows, Replay& replay,
               const Acceptance& acceptance = {}, catalog::Canonicalizer* canonicalizer = nullptr);

} // namespace pgmend::drift
