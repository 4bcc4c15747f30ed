#pragma once

#include "statement/statement.hpp"

#include <string>

namespace pgmend::statement {

/// Whether a CREATE statement takes its columns from a query.
bool is_create_as(const Statement& statement);

/// The text of such a statement with WITH NO DATA, so that the query is not run.
std::string without_data(std::string sql);

} // namespace pgmend::statement
