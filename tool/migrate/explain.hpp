#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"

namespace pgmend::migrate {

/// Adds to a completed plan how its statements affect other sessions: locks, work, sizes and hazards, as far
/// as the catalog shows them. Whether a table is rewritten is tested on an empty copy. Runs one query for the
/// whole plan, and a transaction that is rolled back if something is tested.
void explain(Plan& plan, Session& session);

} // namespace pgmend::migrate
