#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// What to change in the text of a statement. Everything else remains unchanged, byte for byte.
struct Rewrite {
    /// Replaces the object of the statement: the name after CREATE TABLE, VIEW, SEQUENCE, TYPE, DOMAIN,
    /// FUNCTION, PROCEDURE, AGGREGATE, PUBLICATION, ALTER TABLE or ALTER DOMAIN; after ON in CREATE INDEX,
    /// TRIGGER and POLICY; after TO in CREATE RULE; and after FROM in CREATE STATISTICS. It is SQL, qualified
    /// and quoted. References of the statement to itself keep the old name.
    std::optional<std::string> relation = std::nullopt;
    /// Replaces the name after CREATE STATISTICS.
    std::optional<std::string> own_name = std::nullopt;
    /// Replaces the name after PARTITION OF.
    std::optional<std::string> partition_of = std::nullopt;
    bool without_concurrently = false;
    bool without_if_not_exists = false;
};

/// The changed text of the statement. Throws Error if `relation` is set but the statement contains no such
/// name.
std::string rewritten(const Statement& statement, const Rewrite& changes);

/// rewritten() with only the relation.
std::string retarget_relation(const Statement& statement, std::string_view new_qualified_name);

/// rewritten() that only removes the word CONCURRENTLY, if there is one.
std::string without_concurrently(const Statement& statement);

/// rewritten() that only removes IF NOT EXISTS, in every sub-command of an ALTER TABLE.
std::string without_if_not_exists(const Statement& statement);

/// Splits an ALTER TABLE with several sub-commands at the commas into one ALTER TABLE for each. Positions and
/// directives are those of the whole statement. Any other statement is returned alone.
std::vector<Statement> split_alter_table(const Statement& statement);

/// The length in bytes of the text before the sub-commands of an ALTER TABLE ("ALTER TABLE ONLY s.t"); 0 for
/// other statements.
std::size_t alter_table_head(const Statement& statement);

/// A statement with another text, at the position and with the directives of `whole`.
Statement with_sql(const Statement& whole, std::string sql);

} // namespace pgmend::statement
