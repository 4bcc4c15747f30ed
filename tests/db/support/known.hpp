#pragma once

#include "pg/connection.hpp"

#include <string_view>

namespace pgmend::test {

/// Whether the server knows the words of a statement; what PostgreSQL 14 and 15 have brought is told from
/// them.
bool is_known(const pg::Connection& connection, std::string_view sql);

} // namespace pgmend::test
