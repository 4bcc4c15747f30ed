#include "lint/rules/checks.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::lint::check {

using statement::items;

void truncate_table(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_TRUNCATE_STMT ||
        context.section.reverting)
        return;
    const auto& stmt = *context.node->truncate_stmt;
    if (std::ranges::all_of(items(stmt.relations, stmt.n_relations),
                            [&](const auto* relation) { return context.is_new(relation->range_var); }))
        return;
    const bool cascade = stmt.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    std::string others;
    for (const auto* relation : items(stmt.relations, stmt.n_relations))
        if (const auto* facts = context.facts_of(relation->range_var); facts != nullptr && cascade)
            for (const auto& other : facts->referenced_by)
                others += (others.empty() ? ": " : ", ") + other;
    violations.push_back({cascade ? fmt::format("also empties every table that references it{}", others)
                                  : std::string("all rows are lost, and nobody can read the table meanwhile"),
                          "-- name the tables to truncate, without CASCADE"});
}

} // namespace pgmend::lint::check
