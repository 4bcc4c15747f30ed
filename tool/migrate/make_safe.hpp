#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace pgmend::migrate {

/// Replaces statements of a completed plan by online steps (statement/online_steps.hpp) and divides the
/// sections into transactions again. complete() must then be called for the new statements. Statements that
/// are skipped or in conflict are not changed. Without a ledger, sections that also change rows are not
/// changed, because their progress could not be recorded. Reads the catalog.
void make_safe(Plan& plan, Session& session, bool has_ledger);

/// The same without a database. Tables are known only from the revision files.
void make_safe(Plan& plan, const revision::Graph& graph);

} // namespace pgmend::migrate
