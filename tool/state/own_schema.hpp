#pragma once

#include "pg/connection.hpp"

#include <string>
#include <string_view>

namespace pgmend::state {

/// The text with every "{schema}" in it replaced by the schema's quoted name.
std::string in_schema(std::string_view text, std::string_view schema);

/// Runs CREATE … IF NOT EXISTS statements that hold "{schema}", and "{owner}" for the database's owner, in a
/// transaction of their own; the schema is created first where `has_schema` says that it is not there. Throws
/// SqlError (42501 without the right to do it).
void create_in_schema(pg::Connection& connection, std::string_view text, std::string_view schema,
                      bool has_schema);

} // namespace pgmend::state
