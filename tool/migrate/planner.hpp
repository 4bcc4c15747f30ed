#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace pgmend::migrate {

/// Predicts for each statement of a plan whether it will be run, skipped, or is in conflict with an existing
/// object. If an earlier statement of the plan may change the situation, the action is `in_turn`. The
/// prediction determines how a step is executed, but never what is skipped; that is decided immediately
/// before the statement.
///
/// Reads the catalog. Locks real objects only as strongly as a reader, and does not run code of the database.
/// After the first conflict, no more objects are compared. Throws UsageError for a statement that the server
/// cannot parse and for one that writes to the version table, and SqlError.
void complete(Plan& plan, Session& session, const revision::Graph* graph);

} // namespace pgmend::migrate
