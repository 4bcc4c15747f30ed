#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void rename_table(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_RENAME_STMT ||
        context.section.reverting)
        return;
    const auto& stmt = *context.node->rename_stmt;
    const bool table = stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE ||
                       stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW ||
                       stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    if (!table || stmt.relation == nullptr || context.is_new(stmt.relation))
        return;
    violations.push_back(
        {fmt::format("everything that uses the name {} breaks at the commit", table_text(stmt.relation)),
         fmt::format("-- in the same transaction, so that the old name still works:\n"
                     "{};\n"
                     "CREATE VIEW {} AS SELECT * FROM {};",
                     context.sql, table_text(stmt.relation), name_text(stmt.newname))});
}

} // namespace pgmend::lint::check
