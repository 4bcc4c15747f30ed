#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_foreign_key(const StatementContext& context, Violations& violations) {
    const auto* key = context.added_constraint(PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN);
    if (key == nullptr || key->skip_validation != 0)
        return;
    const auto* relation = context.node->alter_table_stmt->relation;
    const auto name = constraint_name(relation, *key);
    violations.push_back(
        {fmt::format("checks every row of {0} while nobody can write {0} or {1}", context.table(),
                     table_text(key->pktable)),
         fmt::format("{} NOT VALID;\n-- in a later revision:\nALTER TABLE {} VALIDATE CONSTRAINT {};",
                     context.sql, context.table(), name)});
}

} // namespace pgmend::lint::check
