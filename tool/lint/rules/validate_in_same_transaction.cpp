#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void validate_in_same_transaction(const StatementContext& context, Violations& violations) {
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint);
    if (command == nullptr ||
        !context.past.has_added(context.node->alter_table_stmt->relation->relname, command->name))
        return;
    violations.push_back(
        {fmt::format("the lock of ADD CONSTRAINT on {} is held while every row is checked", context.table()),
         fmt::format("-- in a revision of its own:\n{};", context.sql)});
}

} // namespace pgmend::lint::check
