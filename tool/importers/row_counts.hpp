#pragma once

#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace pgmend::importers {

/// The tables of both databases that do not hold equally many rows, as "public.t: 3 rows instead of 2";
/// version tables of these two names do not count.
std::vector<std::string> different_rows(pg::Connection& expected, pg::Connection& actual,
                                        const std::string& version_table,
                                        const std::string& other_version_table);

} // namespace pgmend::importers
