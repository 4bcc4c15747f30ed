#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void change_column_type(const StatementContext& context, Violations& violations) {
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType);
    if (command == nullptr || context.rewrites == false)
        return;
    const auto table = context.table(), name = name_text(command->name);
    const auto next = name_text(fmt::format("{}_new", command->name));
    violations.push_back(
        {fmt::format("rewrites {} and its indexes while nobody can read or write it{}", table,
                     context.rewrites ? ""
                                      : ", unless the new type keeps the values as they are "
                                        "(a longer varchar, varchar to text, more digits of the same scale)"),
         fmt::format("ALTER TABLE {0} ADD COLUMN {2} {3};\n"
                     "-- a trigger that keeps {2} in step with {1}, then in chunks:\n"
                     "UPDATE {0} SET {2} = {1} WHERE {2} IS NULL AND …;\n"
                     "-- and in a later revision, when the application is ready:\n"
                     "ALTER TABLE {0} DROP COLUMN {1};\n"
                     "ALTER TABLE {0} RENAME COLUMN {2} TO {1};",
                     table, name, next, type_name(command->def->column_def->type_name))});
}

} // namespace pgmend::lint::check
