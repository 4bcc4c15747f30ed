#pragma once

#include <string>
#include <string_view>

namespace pgmend {

/// The identifier as it must stand in SQL: as it is when PostgreSQL would read it back unchanged, else in
/// double quotes (the rule of the server's quote_ident()). This is the only place where identifiers are
/// quoted.
std::string quote_identifier(std::string_view name);

/// "schema"."name", each quoted where needed; an empty schema is left out.
std::string quote_qualified(std::string_view schema, std::string_view name);

/// The text as an SQL literal, safe with any setting of standard_conforming_strings.
std::string quote_literal(std::string_view text);

} // namespace pgmend
