#pragma once

namespace pgmend::pg {

class Connection;

/// Whether the connection goes through a pooler that runs each transaction in another server session
/// (pgbouncer with pool_mode = transaction or statement). Such a pooler sends a made-up pid when the
/// connection is opened, which differs from pg_backend_pid(). `server_pid` is the result of pg_backend_pid()
/// on this connection.
bool is_pooled(const Connection& connection, int server_pid) noexcept;

} // namespace pgmend::pg
