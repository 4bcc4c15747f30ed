#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_column_stored(const StatementContext& context, Violations& violations) {
    const auto* column = context.added_column();
    if (column == nullptr || constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED) == nullptr)
        return;
    const auto table = context.table(), name = name_text(column->colname);
    violations.push_back(
        {fmt::format("rewrites the table to compute each row's value; nobody can read or write {} meanwhile",
                     table),
         fmt::format("-- PostgreSQL 18 and later: GENERATED ALWAYS AS (…) VIRTUAL costs nothing; before:\n"
                     "ALTER TABLE {0} ADD COLUMN {1} {2};\n"
                     "-- a trigger BEFORE INSERT OR UPDATE that sets it, then in chunks:\n"
                     "UPDATE {0} SET {1} = … WHERE {1} IS NULL AND …;",
                     table, name, type_name(column->type_name))});
}

} // namespace pgmend::lint::check
