#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void rename_column(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_RENAME_STMT ||
        context.node->rename_stmt->rename_type != PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN ||
        context.section.reverting || context.is_new(context.node->rename_stmt->relation))
        return;
    const auto& stmt = *context.node->rename_stmt;
    violations.push_back(
        {fmt::format("everything that uses the column {1} of {0} breaks at the commit",
                     table_text(stmt.relation), name_text(stmt.subname)),
         fmt::format("ALTER TABLE {0} ADD COLUMN {1} …;\n"
                     "-- a trigger that keeps both in step; the application switches over; then, in a later "
                     "revision:\n"
                     "ALTER TABLE {0} DROP COLUMN {2};",
                     table_text(stmt.relation), name_text(stmt.newname), name_text(stmt.subname))});
}

} // namespace pgmend::lint::check
