#pragma once

#include "statement/online_steps.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// One sub-command of an ALTER TABLE.
struct AlterPart {
    const Statement& statement;
    const PgQuery__AlterTableStmt& table;
    const PgQuery__AlterTableCmd& command;
};

/// The suffix of the names of checks that are created to set NOT NULL.
inline constexpr std::string_view not_null_label = "not_null_pgmend";

/// Each rewrite returns the steps that replace a statement, without `source`.

/// ADD FOREIGN KEY and ADD CHECK: add the constraint NOT VALID, then validate it in a separate transaction.
std::vector<OnlineStep> validated_separately(const AlterPart& part, const std::string& name);

/// SET NOT NULL: a check that is validated separately avoids the scan under a strong lock.
std::vector<OnlineStep> not_null_by_check(const AlterPart& part, const std::string& column);

/// ADD UNIQUE and ADD PRIMARY KEY: build the index first.
std::vector<OnlineStep> key_over_index(const AlterPart& part, const std::string& name);

/// CREATE INDEX with CONCURRENTLY, and with `name` if it is not empty.
OnlineStep index_concurrently(const Statement& statement, const std::string& name);

/// DROP INDEX with CONCURRENTLY, one statement per index.
std::vector<OnlineStep> drops_concurrently(const Statement& statement);

} // namespace pgmend::statement
