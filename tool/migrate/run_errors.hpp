#pragma once

#include "pg/sql_error.hpp"

namespace pgmend::migrate {

/// The user has ended the wait for a synchronous standby (exit code 130).
Error not_replicated();

/// The statement of the error was cancelled, since it waited for this process's own lock.
Error waits_for_itself(const pg::SqlError& error);

} // namespace pgmend::migrate
