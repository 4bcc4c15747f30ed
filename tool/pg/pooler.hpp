#pragma once

namespace pgmend::pg {

class Connection;

/// Whether a proxy that hands each transaction to another server session stands in between (pgbouncer with
/// pool_mode = transaction or statement): it invents the pid of the start-up packet, so that this differs
/// from pg_backend_pid(). `server_pid` is what pg_backend_pid() gave on this connection.
bool is_pooled(const Connection& connection, int server_pid) noexcept;

} // namespace pgmend::pg
