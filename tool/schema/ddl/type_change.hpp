#pragma once

#include "schema/ddl/writer.hpp"

#include <string>
#include <string_view>

namespace pgmend::schema::ddl {

/// A type without length and precision: "character varying" for "character varying(20)".
std::string family_of(std::string_view type);

/// Whether every value of the first type remains the same in the second type.
bool keeps_values(std::string_view from, std::string_view to);

/// Whether PostgreSQL has no cast from the one type to the other, and the text of a value is none of the
/// other.
bool has_no_cast(std::string_view from, std::string_view to);

/// " USING …" of a column's change of type, empty where the assignment does it. An explicit cast cuts off
/// what is too long; between texts the assignment that fails is right.
std::string using_clause(const Writer& writer, const Object& from, const Object& to);

} // namespace pgmend::schema::ddl
