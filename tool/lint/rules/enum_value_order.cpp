#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void enum_value_order(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_ALTER_ENUM_STMT)
        return;
    const auto& stmt = *context.node->alter_enum_stmt;
    if (*stmt.old_val == '\0' && *stmt.new_val_neighbor == '\0')
        violations.push_back({fmt::format("'{}' is sorted after all other values", stmt.new_val),
                              fmt::format("{} AFTER '…';  -- if the order matters", context.sql)});
}

} // namespace pgmend::lint::check
