#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void detach_partition(const StatementContext& context, Violations& violations) {
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition);
    if (command == nullptr || command->def->partition_cmd->concurrent != 0)
        return;
    violations.push_back({fmt::format("nobody can read or write {} meanwhile", context.table()),
                          fmt::format("{} CONCURRENTLY;  -- PostgreSQL 14 and later", context.sql)});
}

} // namespace pgmend::lint::check
