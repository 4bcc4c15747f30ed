#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_column_unique(const StatementContext& context, Violations& violations) {
    const auto* column = context.added_column();
    if (column == nullptr || (constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE) == nullptr &&
                              constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) == nullptr))
        return;
    const auto table = context.table(), name = name_text(column->colname);
    const auto key = name_text(
        fmt::format("{}_{}_key", context.node->alter_table_stmt->relation->relname, column->colname));
    violations.push_back({fmt::format("builds an index while nobody can read or write {}", table),
                          fmt::format("ALTER TABLE {0} ADD COLUMN {1} {2};\n"
                                      "CREATE UNIQUE INDEX CONCURRENTLY {3} ON {0} ({1});\n"
                                      "ALTER TABLE {0} ADD CONSTRAINT {3} UNIQUE USING INDEX {3};",
                                      table, name, type_name(column->type_name), key)});
}

} // namespace pgmend::lint::check
