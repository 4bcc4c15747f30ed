#include "lint/rules/checks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::lint::check {

using statement::items;

void create_table_references(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_CREATE_STMT)
        return;
    const auto& stmt = *context.node->create_stmt;
    std::vector<std::string> others;
    const auto look = [&](const PgQuery__Constraint* constraint) {
        if (constraint == nullptr || constraint->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN ||
            context.is_new(constraint->pktable) ||
            std::string_view(constraint->pktable->relname) == stmt.relation->relname)
            return;
        if (context.section.facts != nullptr && context.facts_of(constraint->pktable) == nullptr)
            return; // made by an earlier revision of the plan
        others.push_back(table_text(constraint->pktable));
    };
    for (const auto* element : items(stmt.table_elts, stmt.n_table_elts)) {
        if (element->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
            look(element->constraint);
        else if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
            look(constraint_of(*element->column_def, PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN));
    }
    if (others.empty())
        return;
    const auto table = table_text(stmt.relation);
    violations.push_back(
        {fmt::format("waits for all writers of {}, and makes the next ones wait until the commit",
                     fmt::join(others, ", ")),
         fmt::format("-- the table first, then by itself:\n"
                     "ALTER TABLE {} ADD FOREIGN KEY (…) REFERENCES {};",
                     table, others.front())});
}

} // namespace pgmend::lint::check
