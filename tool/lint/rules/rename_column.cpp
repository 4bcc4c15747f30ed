#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void rename_column(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_RENAME_STMT ||
        subject.node->rename_stmt->rename_type != PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN ||
        subject.section.reverting || subject.is_new(subject.node->rename_stmt->relation))
        return;
    const auto& stmt = *subject.node->rename_stmt;
    hits.push_back(
        {fmt::format("everything that uses the column {1} of {0} breaks at the commit",
                     table_text(stmt.relation), name_text(stmt.subname)),
         fmt::format("ALTER TABLE {0} ADD COLUMN {1} …;\n"
                     "-- a trigger that keeps both in step; the application switches over; then, in a later "
                     "revision:\n"
                     "ALTER TABLE {0} DROP COLUMN {2};",
                     table_text(stmt.relation), name_text(stmt.newname), name_text(stmt.subname))});
}

} // namespace pgmend::lint::check
