#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void create_database(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_CREATEDB_STMT)
        return;
    const auto name = name_text(context.node->createdb_stmt->dbname);
    violations.push_back(
        {fmt::format("the statements after it still run in the connected database, not in {}", name),
         fmt::format("-- not in a revision: run createdb {0} manually or when the server is set up\n-- its "
                     "schema in revisions of its own: pgmend --database …/{0} upgrade",
                     name)});
}

} // namespace pgmend::lint::check
