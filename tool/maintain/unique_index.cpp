#include "maintain/unique_index.hpp"

#include "maintain/index_build.hpp"

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

IndexSpec spec_of(const pg::Connection& connection, const Table& table, const Grouping& grouping,
                  const std::string& name) {
    return {.table = table.qualified,
            .name = name,
            .columns = column_list(grouping.key),
            .unique = true,
            .nulls_not_distinct = grouping.nulls_same && connection.server_version() >= 150000};
}

} // namespace

std::string unique_index_sql(pg::Connection& connection, const Table& table, const Grouping& grouping,
                             const std::string& name) {
    return create_index_sql(spec_of(connection, table, grouping, name), table, name, !table.partitioned);
}

bool try_unique_index(pg::Connection& connection, const Table& table, const Grouping& grouping,
                      const std::string& name, const JobListener& listener, const pg::Dsn& dsn) {
    const auto plan = plan_index(connection, spec_of(connection, table, grouping, name), {});
    if (plan.action == IndexAction::conflict)
        throw Error(fmt::format("index '{}' already exists but is different", name), ExitCode::conflict)
            .with_hint("choose another name for --then-unique");
    try {
        build_index(connection, dsn, plan, {}, listener);
        return true;
    } catch (const pg::SqlError& error) {
        if (error.is(pg::sqlstate::unique_violation))
            return false;
        throw;
    }
}

} // namespace pgmend::maintain
