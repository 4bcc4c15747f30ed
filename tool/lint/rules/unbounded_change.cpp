#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void unbounded_change(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr)
        return;
    const bool updates = context.node->node_case == PG_QUERY__NODE__NODE_UPDATE_STMT;
    if (!updates && context.node->node_case != PG_QUERY__NODE__NODE_DELETE_STMT)
        return;
    const auto* relation =
        updates ? context.node->update_stmt->relation : context.node->delete_stmt->relation;
    const auto* where =
        updates ? context.node->update_stmt->where_clause : context.node->delete_stmt->where_clause;
    if (where != nullptr || context.is_new(relation))
        return;
    violations.push_back(
        {fmt::format("locks every row of {} until the commit, and leaves as many dead rows",
                     table_text(relation)),
         fmt::format("-- in chunks, each its own transaction:\n{} WHERE id BETWEEN … AND …;", context.sql)});
}

} // namespace pgmend::lint::check
