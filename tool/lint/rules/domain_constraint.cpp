#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void domain_constraint(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT)
        return;
    const auto& stmt = *context.node->alter_domain_stmt;
    const bool adds = *stmt.subtype == 'C' && stmt.def->constraint->skip_validation == 0;
    if (!adds && *stmt.subtype != 'O')
        return;
    violations.push_back(
        {"nobody can write any table with a column of the domain until all their rows are checked",
         adds ? fmt::format("{} NOT VALID;\n-- in a later revision:\nALTER DOMAIN … VALIDATE CONSTRAINT …;",
                            context.sql)
              : "-- a CHECK (VALUE IS NOT NULL) NOT VALID, validated in a later revision"});
}

} // namespace pgmend::lint::check
