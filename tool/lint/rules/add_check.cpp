#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_check(const StatementContext& context, Violations& violations) {
    const auto* check = context.added_constraint(PG_QUERY__CONSTR_TYPE__CONSTR_CHECK);
    if (check == nullptr || check->skip_validation != 0)
        return;
    const auto name = constraint_name(context.node->alter_table_stmt->relation, *check);
    violations.push_back(
        {fmt::format("reads every row of {} while nobody can read or write it", context.table()),
         fmt::format("{} NOT VALID;\n-- in a later revision:\nALTER TABLE {} VALIDATE CONSTRAINT {};",
                     context.sql, context.table(), name)});
}

} // namespace pgmend::lint::check
