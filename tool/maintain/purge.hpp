#pragma once

#include "pg/connection.hpp"

#include <string>

namespace pgmend::maintain {

/// The DELETE of the rows whose `column` is older than an age (30s, 15min, 12h, 90d, 6w, 6mon, 1y), counted
/// from now. Throws UsageError for an age that cannot be read, an unknown column, or one that holds no time.
std::string purge_statement(pg::Connection& connection, const std::string& table, const std::string& column,
                            const std::string& age);

} // namespace pgmend::maintain
