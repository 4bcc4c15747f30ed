#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <optional>

namespace pgmend::migrate {

/// Finds out whether the version table is behind the ledger: whether revisions that the plan would apply were
/// applied, and neither undone nor excluded by a later stamp. The catalog decides: if what they created is
/// undone, another tool has downgraded the database and the version table is right; then nothing is returned.
/// Otherwise, returns an error (exit code 5) that lists these revisions and the remedies.
///
/// Queries the database only if what the session has read makes it likely (Settings::compare_files). Then it
/// reads the rows and the ledger again in one snapshot, so that another pgmend that is running is not
/// mistaken for a contradiction.
std::optional<Error> contradiction(const Plan& plan, const revision::Graph& graph, Session& session);

} // namespace pgmend::migrate
