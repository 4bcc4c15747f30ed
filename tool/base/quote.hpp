#pragma once

#include <string>
#include <string_view>

namespace pgmend {

/// The identifier as SQL. It is put into double quotes unless PostgreSQL would read it unchanged without
/// them, as by the server's quote_ident(). Identifiers must not be quoted anywhere else.
std::string quote_identifier(std::string_view name);

/// "schema"."name", each part quoted if necessary. An empty schema is left out.
std::string quote_qualified(std::string_view schema, std::string_view name);

/// The text as an SQL literal that is valid with any setting of standard_conforming_strings.
std::string quote_literal(std::string_view text);

} // namespace pgmend
