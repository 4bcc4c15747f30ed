#include "lint/rules/checks.hpp"
#include "statement/writes.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void version_table(const Subject& subject, Hits& hits) {
    const auto& table = subject.section.version_table;
    const auto& schema = subject.section.version_schema;
    if (!statement::writes_table(subject.statement, schema.empty() ? "public" : schema, table))
        return;
    hits.push_back(
        {fmt::format("upgrade refuses what writes the version table {}: pgmend keeps it itself, as "
                     "Alembic does",
                     name_text(table)),
         "-- leave the statement out; or, if this is the application's own table:\n"
         "-- pgmend --version-table OTHER_NAME"});
}

} // namespace pgmend::lint::check
