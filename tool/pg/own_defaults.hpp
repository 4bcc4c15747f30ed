#pragma once

#include "pg/connection.hpp"

#include <string>

namespace pgmend::pg {

/// Frees a session of ours from the defaults that ALTER ROLE, ALTER DATABASE or the server's settings give to
/// every session, and that would hurt it: isolation level, read only, deferrable, and the limits on
/// statements, transactions and idle sessions. One round trip. Behind a proxy that hands each transaction to
/// another server session nothing is set, since it would stay there for others.
void set_own_defaults(Connection& connection);

/// The same as a statement, for a session that no proxy shares.
std::string own_defaults_sql(int server_version);

} // namespace pgmend::pg
