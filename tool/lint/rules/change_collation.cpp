#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void change_collation(const StatementContext& context, Violations& violations) {
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType);
    if (command == nullptr || command->def->column_def->coll_clause == nullptr)
        return;
    violations.push_back(
        {fmt::format("rebuilds every index on the column while nobody can read or write {}", context.table()),
         fmt::format("-- a new column of that collation, its index built CONCURRENTLY, then swap:\n"
                     "CREATE INDEX CONCURRENTLY … ON {} ({} COLLATE …);",
                     context.table(), name_text(command->name))});
}

} // namespace pgmend::lint::check
