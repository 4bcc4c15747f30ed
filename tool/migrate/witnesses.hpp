#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <optional>

namespace pgmend::migrate {

/// Whether the version table is behind what the ledger records: revisions that the plan would apply have been
/// applied, and neither been taken back nor stamped over since. The catalog decides: when what they made is
/// undone, somebody downgraded with another tool, and the version table is right; nothing then. Else an error
/// (exit code 5) that lists them and names the ways out.
///
/// Asks the database only when the session's first look makes it likely (Settings::compare_files); then
/// reads rows and records anew in one snapshot, so that another pgmend at work is not taken for a
/// contradiction.
std::optional<Error> contradiction(const Plan& plan, const revision::Graph& graph, Session& session);

} // namespace pgmend::migrate
