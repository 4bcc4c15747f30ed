#pragma once

#include "statement/statement.hpp"
#include "statement/token.hpp"

#include <span>

namespace pgmend::statement {

/// What kind of statement the first words make it.
Category category(std::span<const Token> tokens);

/// False where PostgreSQL (13 to 19) refuses the statement in a transaction block; judged by the words alone,
/// so that syntax which the parser does not know is judged too. What only the catalog tells (REINDEX and
/// CLUSTER of a partitioned table, a procedure that commits) counts as transactional.
bool transactional(std::span<const Token> tokens);

/// Whether the statement leaves something behind in the session that later statements meet: a setting, a
/// role, a prepared statement, a cursor, a temporary table, a session-level lock.
bool changes_session(std::span<const Token> tokens);

} // namespace pgmend::statement
