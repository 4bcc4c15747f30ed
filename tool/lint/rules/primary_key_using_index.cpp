#include "lint/rules/checks.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::lint::check {

void primary_key_using_index(const StatementContext& context, Violations& violations) {
    const auto* key = context.added_constraint(PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY);
    if (key == nullptr || *key->indexname == '\0')
        return;
    const auto* facts = context.facts_of(context.node->alter_table_stmt->relation);
    if (facts != nullptr &&
        std::ranges::all_of(facts->not_null, [](const auto& column) { return column.second; }))
        return;
    const auto table = context.table();
    violations.push_back(
        {fmt::format("reads every row of {} while it is locked if a column of the key allows NULL", table),
         fmt::format(
             "-- for each such column, first:\n"
             "ALTER TABLE {0} ADD CONSTRAINT {1} CHECK (… IS NOT NULL) NOT VALID;\n"
             "ALTER TABLE {0} VALIDATE CONSTRAINT {1};  -- in a later revision\n"
             "ALTER TABLE {0} ALTER COLUMN … SET NOT NULL;",
             table,
             name_text(fmt::format("{}_not_null", context.node->alter_table_stmt->relation->relname)))});
}

} // namespace pgmend::lint::check
