#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void lock_table(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_LOCK_STMT ||
        context.node->lock_stmt->mode < 8)
        return;
    violations.push_back({"nobody can read or write the table until the commit",
                          "LOCK TABLE … IN SHARE ROW EXCLUSIVE MODE;  -- lets readers through"});
}

} // namespace pgmend::lint::check
