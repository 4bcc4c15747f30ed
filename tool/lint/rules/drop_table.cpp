#include "lint/rules/checks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::lint::check {

void drop_table(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_DROP_STMT ||
        context.section.reverting ||
        context.node->drop_stmt->remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        return;
    const bool cascade = context.node->drop_stmt->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    for (const auto& effect : context.statement.effects) {
        const auto name = (effect.object.schema.empty() ? "" : name_text(effect.object.schema) + ".") +
                          name_text(effect.object.name);
        const auto* facts = context.section.facts != nullptr
                                ? context.section.facts->find(effect.object.schema, effect.object.name)
                                : nullptr;
        const auto partners = facts != nullptr && !facts->referenced_by.empty()
                                  ? fmt::format("; also locks {}", fmt::join(facts->referenced_by, ", "))
                                  : std::string();
        violations.push_back(
            {fmt::format("the data of {} is lost{}{}", name,
                         cascade ? "; CASCADE also drops views and foreign keys" : "", partners),
             fmt::format("ALTER TABLE {} RENAME TO {};  -- and drop it later, when nothing uses it", name,
                         name_text(effect.object.name + "_unused"))});
    }
}

} // namespace pgmend::lint::check
