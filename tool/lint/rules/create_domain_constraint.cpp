#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

using statement::items;

void create_domain_constraint(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT)
        return;
    const auto& stmt = *context.node->create_domain_stmt;
    for (const auto* node : items(stmt.constraints, stmt.n_constraints))
        if (node->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK ||
            node->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL) {
            violations.push_back(
                {"a later change of the constraint locks every table that uses the domain, and a column of "
                 "it with a default rewrites its table",
                 "-- a plain type, and the CHECK on the table"});
            return;
        }
}

} // namespace pgmend::lint::check
