#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void set_not_null(const StatementContext& context, Violations& violations) {
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull);
    if (command == nullptr)
        return;
    const auto* facts = context.facts_of(context.node->alter_table_stmt->relation);
    const auto known =
        facts != nullptr ? facts->not_null.find(command->name) : decltype(facts->not_null.end()){};
    if (facts != nullptr && known != facts->not_null.end() && known->second)
        return;
    const auto table = context.table(), name = name_text(command->name);
    const auto check = name_text(
        fmt::format("{}_{}_not_null", context.node->alter_table_stmt->relation->relname, command->name));
    const auto unless = facts != nullptr ? "" : ", unless a valid CHECK already rules NULL out";
    const auto instead =
        context.section.server_major >= 18
            ? fmt::format("ALTER TABLE {0} ADD CONSTRAINT {2} NOT NULL {1} NOT VALID;\n"
                          "-- in a later revision:\n"
                          "ALTER TABLE {0} VALIDATE CONSTRAINT {2};",
                          table, name, check)
            : fmt::format("ALTER TABLE {0} ADD CONSTRAINT {2} CHECK ({1} IS NOT NULL) NOT VALID;\n"
                          "-- in a later revision:\n"
                          "ALTER TABLE {0} VALIDATE CONSTRAINT {2};\n"
                          "ALTER TABLE {0} ALTER COLUMN {1} SET NOT NULL;\n"
                          "ALTER TABLE {0} DROP CONSTRAINT {2};",
                          table, name, check);
    violations.push_back(
        {fmt::format("reads every row of {} while nobody can read or write the table{}", table, unless),
         instead});
}

} // namespace pgmend::lint::check
