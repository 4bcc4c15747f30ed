#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void rename_table(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_RENAME_STMT ||
        subject.section.reverting)
        return;
    const auto& stmt = *subject.node->rename_stmt;
    const bool table = stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE ||
                       stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW ||
                       stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    if (!table || stmt.relation == nullptr || subject.is_new(stmt.relation))
        return;
    hits.push_back(
        {fmt::format("everything that uses the name {} breaks at the commit", table_text(stmt.relation)),
         fmt::format("-- in the same transaction, so that the old name still works:\n"
                     "{};\n"
                     "CREATE VIEW {} AS SELECT * FROM {};",
                     subject.sql, table_text(stmt.relation), name_text(stmt.newname))});
}

} // namespace pgmend::lint::check
