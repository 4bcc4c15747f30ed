#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace pgmend::migrate {

/// Predicts, for each statement of a plan, whether it will be run, skipped or is in conflict with what
/// exists; what an earlier statement of the plan may change is decided in turn. What is predicted chooses the
/// way in which a step is executed, never what is skipped: that is decided at the statement's turn.
///
/// Reads the catalog; locks nothing real more than a reader does, and runs no code of the database. Behind
/// the first conflict nothing is compared any more. Throws UsageError for a statement that the server cannot
/// parse and for one that writes the version table, SqlError.
void complete(Plan& plan, Session& session, const revision::Graph* graph);

} // namespace pgmend::migrate
