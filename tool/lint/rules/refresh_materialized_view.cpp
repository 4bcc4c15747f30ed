#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void refresh_materialized_view(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT ||
        context.node->refresh_mat_view_stmt->concurrent != 0 ||
        context.is_new(context.node->refresh_mat_view_stmt->relation))
        return;
    const auto view = table_text(context.node->refresh_mat_view_stmt->relation);
    violations.push_back(
        {fmt::format("nobody can read {} until its query has finished", view),
         fmt::format("REFRESH MATERIALIZED VIEW CONCURRENTLY {};  -- needs a unique index", view)});
}

} // namespace pgmend::lint::check
