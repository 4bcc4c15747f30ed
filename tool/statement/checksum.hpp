#pragma once

#include "statement/statement.hpp"

#include <span>
#include <string>
#include <string_view>

namespace pgmend::statement {

/// The SHA-256 (hexadecimal) of the meaning of the statements. It does not depend on comments, directives,
/// white space, line ends, the letter case of keywords and names, unnecessary quotes around names, the syntax
/// of strings ('it''s', $$it's$$), or the spelling of `!=` and of types (int, integer, int4). It changes with
/// any other token and with their order. Quoting a name that is also a keyword changes it, whether the quotes
/// are necessary or not. A column with the name of a type counts as the type.
std::string checksum(std::span<const Statement> statements);

/// The same for a text, without parsing its statements, which is about twenty times as fast as calling
/// split() first; empty if the text cannot be split into statements.
std::string text_checksum(std::string_view text);

/// Whether this is the checksum of the statements or of a text. Checksums of older records, for which
/// different names of a type were not the same, are also accepted.
bool is_checksum(std::string_view checksum, std::span<const Statement> statements);
bool is_checksum(std::string_view checksum, std::string_view text);

} // namespace pgmend::statement
