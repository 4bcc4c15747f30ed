#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// What to change in a statement's text; everything else stays byte for byte.
struct Rewrite {
    /// In place of the object that the statement is about: the name behind CREATE TABLE, VIEW, SEQUENCE,
    /// TYPE, DOMAIN, FUNCTION, PROCEDURE, AGGREGATE, PUBLICATION, ALTER TABLE or ALTER DOMAIN, behind ON of
    /// CREATE INDEX, TRIGGER and POLICY, TO of CREATE RULE, and FROM of CREATE STATISTICS. Quoted and
    /// qualified as it shall stand there. References of the statement to itself keep the old name.
    std::optional<std::string> relation = std::nullopt;
    /// In place of the name behind CREATE STATISTICS.
    std::optional<std::string> own_name = std::nullopt;
    /// In place of the name behind PARTITION OF.
    std::optional<std::string> partition_of = std::nullopt;
    bool without_concurrently = false;
    bool without_if_not_exists = false;
};

/// The statement's text, changed. Throws Error if a relation is given, and the statement has no such place.
std::string rewritten(const Statement& statement, const Rewrite& changes);

/// rewritten() with only the relation.
std::string retarget_relation(const Statement& statement, std::string_view new_qualified_name);

/// rewritten() that only takes the word CONCURRENTLY out, where there is one.
std::string without_concurrently(const Statement& statement);

/// rewritten() that only takes IF NOT EXISTS out, in every sub-command of an ALTER TABLE.
std::string without_if_not_exists(const Statement& statement);

/// An ALTER TABLE of several sub-commands as one ALTER TABLE for each, cut at the commas between them; places
/// and directives are those of the whole. Any other statement comes back alone.
std::vector<Statement> split_alter_table(const Statement& statement);

/// The length of what stands before an ALTER TABLE's sub-commands ("ALTER TABLE ONLY s.t"), in bytes; 0 for
/// other statements.
std::size_t alter_table_head(const Statement& statement);

/// Another text in the place of a statement, with its directives.
Statement with_sql(const Statement& whole, std::string sql);

} // namespace pgmend::statement
