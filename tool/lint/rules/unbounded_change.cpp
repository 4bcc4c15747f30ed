#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void unbounded_change(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr)
        return;
    const bool updates = subject.node->node_case == PG_QUERY__NODE__NODE_UPDATE_STMT;
    if (!updates && subject.node->node_case != PG_QUERY__NODE__NODE_DELETE_STMT)
        return;
    const auto* relation =
        updates ? subject.node->update_stmt->relation : subject.node->delete_stmt->relation;
    const auto* where =
        updates ? subject.node->update_stmt->where_clause : subject.node->delete_stmt->where_clause;
    if (where != nullptr || subject.is_new(relation))
        return;
    hits.push_back(
        {fmt::format("locks every row of {} until the commit, and leaves as many dead rows",
                     table_text(relation)),
         fmt::format("-- in chunks, each its own transaction:\n{} WHERE id BETWEEN … AND …;", subject.sql)});
}

} // namespace pgmend::lint::check
