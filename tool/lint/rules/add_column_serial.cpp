#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_column_serial(const StatementContext& context, Violations& violations) {
    const auto* column = context.added_column();
    if (column == nullptr)
        return;
    const auto type = type_name(column->type_name);
    const bool serial = type.find("serial") != std::string::npos;
    if (!serial && constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY) == nullptr)
        return;
    const auto table = context.table(), name = name_text(column->colname);
    const auto sequence = name_text(
        fmt::format("{}_{}_seq", context.node->alter_table_stmt->relation->relname, column->colname));
    violations.push_back(
        {fmt::format("rewrites the table to give each row a number; nobody can read or write {} meanwhile",
                     table),
         fmt::format("ALTER TABLE {0} ADD COLUMN {1} bigint;\n"
                     "CREATE SEQUENCE {2} OWNED BY {0}.{1};\n"
                     "ALTER TABLE {0} ALTER COLUMN {1} SET DEFAULT nextval('{2}');\n"
                     "-- then, in chunks and each its own transaction:\n"
                     "UPDATE {0} SET {1} = DEFAULT WHERE {1} IS NULL AND …;",
                     table, name, sequence)});
}

} // namespace pgmend::lint::check
