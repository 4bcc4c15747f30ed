#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void refresh_materialized_view(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT ||
        subject.node->refresh_mat_view_stmt->concurrent != 0 ||
        subject.is_new(subject.node->refresh_mat_view_stmt->relation))
        return;
    const auto view = table_text(subject.node->refresh_mat_view_stmt->relation);
    hits.push_back(
        {fmt::format("nobody can read {} until its query has finished", view),
         fmt::format("REFRESH MATERIALIZED VIEW CONCURRENTLY {};  -- needs a unique index", view)});
}

} // namespace pgmend::lint::check
