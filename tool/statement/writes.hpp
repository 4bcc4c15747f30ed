#pragma once

#include "statement/statement.hpp"

#include <string_view>

namespace pgmend::statement {

/// Whether the statement creates, changes or drops the table or its rows. Reading it, granting privileges on
/// it, and creating views of it do not count. A name without a schema counts as that of the table.
bool writes_table(const Statement& statement, std::string_view schema, std::string_view table);

} // namespace pgmend::statement
