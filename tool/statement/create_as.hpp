#pragma once

#include "statement/statement.hpp"

#include <string>

namespace pgmend::statement {

/// Whether a CREATE takes its columns from a query.
bool is_create_as(const Statement& statement);

/// Such a statement's text, so that the query is not run: WITH NO DATA.
std::string without_data(std::string sql);

} // namespace pgmend::statement
