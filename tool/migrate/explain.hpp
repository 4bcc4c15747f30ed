#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"

namespace pgmend::migrate {

/// Adds to a completed plan what its statements cost others: locks, work, sizes and hazards, with what the
/// catalog knows; whether a table is rewritten is tried on empty copies. One query for the whole plan, and a
/// transaction that is rolled back where something is tried.
void explain(Plan& plan, Session& session);

} // namespace pgmend::migrate
