#include "lint/rules/checks.hpp"
#include "statement/writes.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void version_table(const StatementContext& context, Violations& violations) {
    const auto& table = context.section.version_table;
    const auto& schema = context.section.version_schema;
    if (!statement::writes_table(context.statement, schema.empty() ? "public" : schema, table))
        return;
    violations.push_back(
        {fmt::format("upgrade rejects statements that write to the version table {}: pgmend maintains it, as "
                     "Alembic does",
                     name_text(table)),
         "-- remove the statement; or, if the table belongs to the application:\n-- pgmend --version-table "
         "OTHER_NAME"});
}

} // namespace pgmend::lint::check
