#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_column_check(const StatementContext& context, Violations& violations) {
    const auto* column = context.added_column();
    const auto* check =
        column != nullptr ? constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_CHECK) : nullptr;
    if (check == nullptr)
        return;
    const auto table = context.table();
    const auto name =
        *check->conname != '\0'
            ? name_text(check->conname)
            : name_text(fmt::format("{}_{}_check", context.node->alter_table_stmt->relation->relname,
                                    column->colname));
    violations.push_back(
        {fmt::format("reads every row of {} to check it, while nobody can read or write the table", table),
         fmt::format("ALTER TABLE {0} ADD COLUMN {1} {2};\n"
                     "ALTER TABLE {0} ADD CONSTRAINT {3} CHECK (…) NOT VALID;\n"
                     "-- in a later revision:\n"
                     "ALTER TABLE {0} VALIDATE CONSTRAINT {3};",
                     table, name_text(column->colname), type_name(column->type_name), name)});
}

} // namespace pgmend::lint::check
