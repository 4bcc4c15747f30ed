#pragma once

#include "pg/connection.hpp"

namespace pgmend::pg {

/// Frees a session of ours from the defaults that ALTER ROLE, ALTER DATABASE or the server's settings give to
/// every session, and that would hurt it: isolation level, read only, deferrable, and the limits on
/// statements, transactions and idle sessions. One round trip. Behind a proxy that hands each transaction to
/// another server session nothing is set, since it would stay there for others.
void set_own_defaults(Connection& connection);

} // namespace pgmend::pg
