#pragma once

#include "statement/statement.hpp"

#include <string_view>
#include <vector>

namespace pgmend::statement {

/// Splits SQL text into statements. `first` is the position of the first character in the user's file (line
/// or column 0 count as 1).
///
/// For statements that the parser of PostgreSQL 15 does not know, `parsed` is false, and the server must
/// check them. Throws UsageError, with the position and the remedy, for what is not allowed in a revision:
/// unterminated strings and comments, psql's meta-commands (except pg_dump's \restrict and \unrestrict, which
/// count as comments) and variables, COPY with psql's stdin and stdout, statements that begin or end a
/// transaction, and invalid `-- pgmend:` directives. Thread-safe.
std::vector<Statement> split(std::string_view text, const SourceLocation& first);

} // namespace pgmend::statement
