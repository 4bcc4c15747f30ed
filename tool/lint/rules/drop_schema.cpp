#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void drop_schema(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_DROP_STMT ||
        context.section.reverting ||
        context.node->drop_stmt->remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA ||
        context.node->drop_stmt->behavior != PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
        return;
    violations.push_back({"everything in the schema is dropped",
                          "-- drop its objects by name, then the schema without CASCADE"});
}

} // namespace pgmend::lint::check
