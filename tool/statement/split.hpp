#pragma once

#include "statement/statement.hpp"

#include <string_view>
#include <vector>

namespace pgmend::statement {

/// Cuts SQL text into its statements. `first` is the place of the text's first character in the user's file
/// (line 0 or column 0 count as 1).
///
/// What PostgreSQL 15's parser does not know is kept with `parsed` false, for the server to judge. Throws
/// UsageError with the place and the remedy for what no server takes in a revision: unterminated strings and
/// comments, psql's meta-commands (pg_dump's \restrict and \unrestrict count as comments) and variables, COPY
/// with psql's streams, statements that open or end a transaction, and bad `-- pgmend:` directives.
/// Thread-safe.
std::vector<Statement> split(std::string_view text, const SourceLocation& first);

} // namespace pgmend::statement
