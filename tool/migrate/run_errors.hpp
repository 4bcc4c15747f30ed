#pragma once

#include "pg/sql_error.hpp"

namespace pgmend::migrate {

/// The error if the user has canceled the wait for a synchronous standby (exit code 130).
Error not_replicated();

/// The error for a statement that was canceled because it waited for the lock of this process.
Error waits_for_itself(const pg::SqlError& error);

} // namespace pgmend::migrate
