#include "lint/rules/checks.hpp"
#include "statement/impact.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void index_options(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT ||
        context.node->alter_table_stmt->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        return;
    const auto& stmt = *context.node->alter_table_stmt;
    const auto impact = statement::impact(*context.node, context.section.facts);
    const bool options =
        stmt.n_cmds > 0 &&
        (stmt.cmds[0]->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions ||
         stmt.cmds[0]->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions);
    if (!options || impact.strongest() != statement::LockMode::access_exclusive)
        return;
    violations.push_back(
        {"takes ACCESS EXCLUSIVE on the index, and every query on the table opens all its indexes",
         "-- set the option when the index is created: CREATE INDEX CONCURRENTLY … WITH (…)"});
}

} // namespace pgmend::lint::check
