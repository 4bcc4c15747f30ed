#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void drop_index(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_DROP_STMT ||
        context.node->drop_stmt->remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX ||
        context.node->drop_stmt->concurrent != 0)
        return;
    for (const auto& effect : context.statement.effects) {
        if (effect.object.kind != statement::ObjectKind::index)
            continue;
        const auto& object = effect.object;
        violations.push_back(
            {"waits for all readers and writers of the index's table, and blocks new ones while it waits",
             fmt::format("DROP INDEX CONCURRENTLY {}{};",
                         object.schema.empty() ? "" : name_text(object.schema) + ".",
                         name_text(object.name))});
    }
}

} // namespace pgmend::lint::check
