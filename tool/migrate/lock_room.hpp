#pragma once

#include "migrate/plan.hpp"
#include "pg/connection.hpp"

namespace pgmend::migrate {

/// Adds to an explained plan a warning for each transaction that makes or locks more relations than the
/// server has room for locks: they are held to its end, and it may end with "out of shared memory" (53200).
/// Asks the server only where there are many.
void warn_of_locks(Plan& plan, pg::Connection& connection);

} // namespace pgmend::migrate
