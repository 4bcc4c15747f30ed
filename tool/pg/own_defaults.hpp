#pragma once

#include "pg/connection.hpp"

#include <string>

namespace pgmend::pg {

/// Overrides the defaults of ALTER ROLE, ALTER DATABASE or the server's configuration that would disturb a
/// session of pgmend: the isolation level, read-only and deferrable transactions, and timeouts of statements,
/// transactions and idle sessions. One round trip. If a pooler runs each transaction in another server
/// session, nothing is set, because the settings would affect other clients.
void set_own_defaults(Connection& connection);

/// The same as a statement, for a session that is not behind a pooler.
std::string own_defaults_sql(int server_version);

} // namespace pgmend::pg
