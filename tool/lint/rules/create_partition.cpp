#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void create_partition(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_CREATE_STMT)
        return;
    const auto& stmt = *subject.node->create_stmt;
    if (stmt.partbound == nullptr || stmt.n_inh_relations == 0 ||
        subject.is_new(stmt.inh_relations[0]->range_var))
        return;
    const auto* parent = stmt.inh_relations[0]->range_var;
    if (subject.section.facts != nullptr && subject.facts_of(parent) == nullptr)
        return;
    const auto table = table_text(stmt.relation);
    hits.push_back(
        {fmt::format("nobody can read or write {} or its default partition meanwhile", table_text(parent)),
         fmt::format("CREATE TABLE {0} (LIKE {1} INCLUDING ALL);\n"
                     "ALTER TABLE {1} ATTACH PARTITION {0} FOR VALUES …;",
                     table, table_text(parent))});
}

} // namespace pgmend::lint::check
