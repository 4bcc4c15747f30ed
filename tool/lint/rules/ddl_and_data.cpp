#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

namespace {

bool changes_rows(const statement::Node& node) {
    if (node.node_case == PG_QUERY__NODE__NODE_INSERT_STMT) {
        // A few rows of VALUES are done at once.
        const auto* source = node.insert_stmt->select_stmt;
        return source != nullptr && source->node_case == PG_QUERY__NODE__NODE_SELECT_STMT &&
               source->select_stmt->n_values_lists == 0;
    }
    return node.node_case == PG_QUERY__NODE__NODE_UPDATE_STMT ||
           node.node_case == PG_QUERY__NODE__NODE_DELETE_STMT ||
           node.node_case == PG_QUERY__NODE__NODE_MERGE_STMT;
}

} // namespace

void ddl_and_data(const StatementContext& context, Violations& violations) {
    const auto& lock = context.past.lock();
    if (context.node == nullptr || !lock || !changes_rows(*context.node))
        return;
    violations.push_back(
        {fmt::format("the lock of line {} on {} is held while rows are changed", lock->line, lock->table),
         "-- in a revision of its own"});
}

} // namespace pgmend::lint::check
