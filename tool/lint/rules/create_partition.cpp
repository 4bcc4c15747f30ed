#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void create_partition(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_CREATE_STMT)
        return;
    const auto& stmt = *context.node->create_stmt;
    if (stmt.partbound == nullptr || stmt.n_inh_relations == 0 ||
        context.is_new(stmt.inh_relations[0]->range_var))
        return;
    const auto* parent = stmt.inh_relations[0]->range_var;
    if (context.section.facts != nullptr && context.facts_of(parent) == nullptr)
        return;
    const auto table = table_text(stmt.relation);
    violations.push_back(
        {fmt::format("nobody can read or write {} or its default partition meanwhile", table_text(parent)),
         fmt::format("CREATE TABLE {0} (LIKE {1} INCLUDING ALL);\n"
                     "ALTER TABLE {1} ATTACH PARTITION {0} FOR VALUES …;",
                     table, table_text(parent))});
}

} // namespace pgmend::lint::check
