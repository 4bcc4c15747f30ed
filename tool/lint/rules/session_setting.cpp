#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void session_setting(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_VARIABLE_SET_STMT ||
        context.node->variable_set_stmt->is_local != 0 || !context.statement.changes_session)
        return;
    violations.push_back(
        {fmt::format("{} is set until the end of the revision; in a script for psql, also for all revisions "
                     "after it",
                     context.node->variable_set_stmt->name),
         fmt::format("SET LOCAL {} …;", context.node->variable_set_stmt->name)});
}

} // namespace pgmend::lint::check
