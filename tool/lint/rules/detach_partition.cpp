#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void detach_partition(const Subject& subject, Hits& hits) {
    const auto* command = subject.command(PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition);
    if (command == nullptr || command->def->partition_cmd->concurrent != 0)
        return;
    hits.push_back({fmt::format("nobody can read or write {} meanwhile", subject.table()),
                    fmt::format("{} CONCURRENTLY;  -- PostgreSQL 14 and later", subject.sql)});
}

} // namespace pgmend::lint::check
