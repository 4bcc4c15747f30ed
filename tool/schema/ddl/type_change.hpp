#pragma once

#include "schema/ddl/writer.hpp"

#include <string>
#include <string_view>

namespace pgmend::schema::ddl {

/// A type without length and precision: "character varying" for "character varying(20)".
std::string family_of(std::string_view type);

/// Whether every value of the first type remains the same in the second type.
bool keeps_values(std::string_view from, std::string_view to);

/// " USING …" for a change of a column's type; empty if an assignment cast is sufficient. An explicit cast
/// would truncate long values; between text types, the assignment is used, so that it fails instead.
std::string using_clause(const Writer& writer, const Object& from, const Object& to);

} // namespace pgmend::schema::ddl
