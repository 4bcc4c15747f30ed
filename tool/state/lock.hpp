#pragma once

#include "pg/connection.hpp"

#include <string>
#include <string_view>

namespace pgmend::state {

/// Asks once for the advisory lock between pgmend processes that goes by a name, in a transaction that this
/// begins on the connection and that has to stay open: the lock ends with it, however that happens, so that
/// it survives proxies which pool transactions. False = somebody else holds it. The idle transaction holds no
/// snapshot that an index build or a VACUUM would wait for.
bool try_lock(pg::Connection& connection, std::string_view name);

/// Who holds the lock of that name: application, pid, user, host, since when.
std::string lock_holder(pg::Connection& connection, std::string_view name);

} // namespace pgmend::state
