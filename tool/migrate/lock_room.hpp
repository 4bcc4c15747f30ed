#pragma once

#include "migrate/plan.hpp"
#include "pg/connection.hpp"

namespace pgmend::migrate {

/// Adds to an explained plan a warning for each transaction that creates or locks more relations than the
/// lock table of the server can hold. Such locks are held until the end of the transaction, and the
/// transaction may fail with "out of shared memory" (53200). Queries the server only if there are many locks.
void warn_of_locks(Plan& plan, pg::Connection& connection);

} // namespace pgmend::migrate
