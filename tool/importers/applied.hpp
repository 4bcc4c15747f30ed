#pragma once

#include "importers/tools.hpp"
#include "pg/connection.hpp"

#include <string>

namespace pgmend::importers {

/// What the tool's own table says; `table` is its name, with its schema or found by search_path. One
/// transaction's view. Throws UsageError when there is no such table or it is another tool's, and as
/// Tool::history does.
History read_history(pg::Connection& connection, const Tool& tool, const std::string& table);

} // namespace pgmend::importers
