#pragma once

#include "statement/statement.hpp"
#include "statement/token.hpp"

#include <span>

namespace pgmend::statement {

/// The category of a statement, determined from its first words.
Category category(std::span<const Token> tokens);

/// Whether PostgreSQL (13 to 19) can run the statement in a transaction block. This is determined from its
/// words, so it also works for syntax that the parser does not know. If it depends on the catalog (REINDEX
/// and CLUSTER of a partitioned table, a procedure that commits), the result is true.
bool transactional(std::span<const Token> tokens);

/// Whether the statement changes the session for later statements: a setting, a role, a prepared statement, a
/// cursor, a temporary table, a session-level lock.
bool changes_session(std::span<const Token> tokens);

} // namespace pgmend::statement
