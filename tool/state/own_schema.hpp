#pragma once

#include "pg/connection.hpp"

#include <string>
#include <string_view>

namespace pgmend::state {

/// Replaces every "{schema}" in the text by the quoted name of the schema.
std::string in_schema(std::string_view text, std::string_view schema);

/// Runs CREATE … IF NOT EXISTS statements that contain "{schema}", and "{owner}" for the owner of the
/// database, in one transaction. If `has_schema` is false, the schema is created first. Throws SqlError
/// (42501 without the privilege).
void create_in_schema(pg::Connection& connection, std::string_view text, std::string_view schema,
                      bool has_schema);

} // namespace pgmend::state
