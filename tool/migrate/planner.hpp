#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"

namespace pgmend::migrate {

/// Completes a draft by the live catalog: one query finds which objects of all steps are there or gone; only
/// where that surprises are twins made, in a transaction that is rolled back. Where statements turn out to be
/// skipped, those behind them are asked about in another round. What the plan itself creates before it
/// touches it is not looked up. Statements that only the server can parse are given to it to parse. Throws
/// UsageError for a syntax error; conflicts stay in the plan (conflict_error()).
void complete(Plan& plan, Session& session);

} // namespace pgmend::migrate
