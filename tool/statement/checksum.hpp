#pragma once

#include "statement/statement.hpp"

#include <span>
#include <string>
#include <string_view>

namespace pgmend::statement {

/// SHA-256 (hexadecimal) of what the statements mean to the server: the same for other comments, white space,
/// line ends, letter case of keywords and names, quotes around names that do not need them, spelling of
/// strings ('it''s', $$it's$$), of `!=` and of types (int, integer, int4); different for any other token or
/// order. Directives do not count. Quoting a name that is also a keyword changes it, needed or not; a column
/// whose name is that of a type counts as the type.
std::string checksum(std::span<const Statement> statements);

/// The same of a text's statements without parsing them, some twenty times as fast as split() first; empty
/// for a text that cannot be cut into statements.
std::string text_checksum(std::string_view text);

/// Whether this is the checksum of the statements, or of a text's: as it is made now, or as it was before
/// names of types counted as one, which older records have.
bool is_checksum(std::string_view checksum, std::span<const Statement> statements);
bool is_checksum(std::string_view checksum, std::string_view text);

} // namespace pgmend::statement
