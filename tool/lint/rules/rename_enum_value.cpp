#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void rename_enum_value(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_ALTER_ENUM_STMT ||
        context.section.reverting || *context.node->alter_enum_stmt->old_val == '\0')
        return;
    violations.push_back({fmt::format("everything that uses the value '{}' breaks at the commit",
                                      context.node->alter_enum_stmt->old_val),
                          "-- add the new value, update the rows in chunks, and leave the old value unused"});
}

} // namespace pgmend::lint::check
