#pragma once

#include "pg/connection.hpp"

#include <string>
#include <string_view>

namespace pgmend::state {

/// Tries once to acquire the advisory lock with this name, which pgmend processes use among each other. It
/// begins a transaction on the connection, which must stay open: the lock is released when the transaction
/// ends, in whatever way. Therefore, the lock also works with poolers in transaction mode. The idle
/// transaction holds no snapshot for which an index build or VACUUM would wait. Returns false if another
/// session holds the lock.
bool try_lock(pg::Connection& connection, std::string_view name);

/// The session that holds the lock with this name: application, pid, user, host, and since when.
std::string lock_holder(pg::Connection& connection, std::string_view name);

} // namespace pgmend::state
