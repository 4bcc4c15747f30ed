#pragma once

#include "importers/tools.hpp"
#include "pg/connection.hpp"

#include <string>

namespace pgmend::importers {

/// Reads the tool's own table in one transaction. `table` is its name, with a schema or found through
/// search_path. Throws UsageError if the table does not exist or belongs to another tool, and the errors of
/// Tool::history.
History read_history(pg::Connection& connection, const Tool& tool, const std::string& table);

} // namespace pgmend::importers
