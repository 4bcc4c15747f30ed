#pragma once

#include "statement/online_steps.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// One sub-command of an ALTER TABLE, by itself.
struct AlterPart {
    const Statement& statement;
    const PgQuery__AlterTableStmt& table;
    const PgQuery__AlterTableCmd& command;
};

/// How the names of checks end that help to set NOT NULL.
inline constexpr std::string_view not_null_label = "not_null_pgmend";

/// Each rewrite returns the steps that replace a statement, without `source`.

/// ADD FOREIGN KEY and ADD CHECK: NOT VALID, then VALIDATE in a transaction of its own.
std::vector<OnlineStep> validated_separately(const AlterPart& part, const std::string& name);

/// SET NOT NULL: a check, validated separately, avoids the scan under lock.
std::vector<OnlineStep> not_null_by_check(const AlterPart& part, const std::string& column);

/// ADD UNIQUE and ADD PRIMARY KEY: the index first.
std::vector<OnlineStep> key_over_index(const AlterPart& part, const std::string& name);

/// CREATE INDEX with CONCURRENTLY, and with `name` where it is not empty.
OnlineStep index_concurrently(const Statement& statement, const std::string& name);

/// DROP INDEX with CONCURRENTLY, one statement for each index.
std::vector<OnlineStep> drops_concurrently(const Statement& statement);

} // namespace pgmend::statement
