#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_column_references(const StatementContext& context, Violations& violations) {
    const auto* column = context.added_column();
    const auto* key =
        column != nullptr ? constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN) : nullptr;
    if (key == nullptr)
        return;
    const bool filled = constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT) != nullptr;
    const auto table = context.table(), name = name_text(column->colname), other = table_text(key->pktable);
    const auto constraint = name_text(
        fmt::format("{}_{}_fkey", context.node->alter_table_stmt->relation->relname, column->colname));
    violations.push_back(
        {filled ? fmt::format("checks every row against {1} while nobody can read or write {0} or write {1}",
                              table, other)
                : fmt::format("locks two tables at once: nobody can read or write {}, or write {}", table,
                              other),
         fmt::format("ALTER TABLE {0} ADD COLUMN {1} {2};\n"
                     "ALTER TABLE {0} ADD CONSTRAINT {3} FOREIGN KEY ({1}) REFERENCES {4} NOT VALID;\n"
                     "-- in a later revision:\n"
                     "ALTER TABLE {0} VALIDATE CONSTRAINT {3};",
                     table, name, type_name(column->type_name), constraint, other)});
}

} // namespace pgmend::lint::check
