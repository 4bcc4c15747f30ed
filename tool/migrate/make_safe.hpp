#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace pgmend::migrate {

/// Puts in the place of a completed plan's statements those that keep nobody waiting for long
/// (statement/online_steps.hpp), and cuts the transactions anew; complete() is to be called again for what is
/// new. What is skipped or in conflict stays as it is. Without a ledger, sections that also change rows stay
/// as they are: cut in pieces, nobody could tell how far they have come. Reads the catalog.
void make_safe(Plan& plan, Session& session, bool has_ledger);

/// The same without a database: of tables only what the revision files say is known.
void make_safe(Plan& plan, const revision::Graph& graph);

} // namespace pgmend::migrate
