#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void drop_database(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_DROPDB_STMT)
        return;
    const auto name = name_text(context.node->dropdb_stmt->dbname);
    violations.push_back(
        {fmt::format("deletes all data of {}; the statements after it still run in the connected database",
                     name),
         fmt::format("-- not in a revision: run dropdb {} manually", name)});
}

} // namespace pgmend::lint::check
