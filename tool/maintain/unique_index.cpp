#include "maintain/unique_index.hpp"

#include "maintain/build_lock.hpp"
#include "maintain/index_build.hpp"
#include "pg/own_sql.hpp"

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

IndexSpec spec_of(const pg::Connection& connection, const Table& table, const Grouping& grouping,
                  const std::string& name) {
    return {.table = table.qualified,
            .name = name,
            .columns = key_list(table, grouping),
            .where = grouping.where,
            .unique = true,
            .nulls_not_distinct = grouping.nulls_same && connection.server_version() >= 150000};
}

Error taken(const std::string& name) {
    return Error(fmt::format("index '{}' already exists but is different", name), ExitCode::conflict)
        .with_hint("choose another name for --then-unique");
}

} // namespace

std::string unique_index_sql(pg::Connection& connection, const Table& table, const Grouping& grouping,
                             const std::string& name) {
    return create_index_sql(spec_of(connection, table, grouping, name), table, name, !table.partitioned);
}

void check_expressions(pg::Connection& connection, const Table& table, const Grouping& grouping,
                       const Settings& settings) {
    if (is_plain(table, grouping))
        return;
    auto spec = spec_of(connection, table, grouping, "pgmend_key_check");
    spec.unique = spec.nulls_not_distinct = false;
    plan_index(connection, spec, {}, settings);
}

void check_unique_index(pg::Connection& connection, const Table& table, const Grouping& grouping,
                        const std::string& name, const Settings& settings) {
    if (table.has_children)
        throw Error(
            fmt::format("no unique index can cover {} and the tables that inherit from it", table.qualified),
            ExitCode::conflict)
            .with_hint("run the command without --then-unique");
    if (!connection
             .run(
                 pg::own(
                     "SELECT pg_has_role(relowner, 'USAGE') AND has_schema_privilege(relnamespace, 'CREATE') "
                     "FROM pg_class WHERE oid = $1::oid"),
                 {table.oid})
             .get<bool>(0, 0))
        throw Error(
            fmt::format("the role may not create an index on {}, as --then-unique asks", table.qualified))
            .with_hint("only the table's owner may, with CREATE on its schema");
    const auto plan = plan_index(connection, spec_of(connection, table, grouping, name), {}, settings);
    if (plan.action == IndexAction::conflict)
        throw taken(name);
    if (!plan.fits())
        throw Error(fmt::format("{} needs about {} MB, but only {} MB are free", plan.name,
                                *plan.bytes_needed >> 20, *plan.bytes_free >> 20))
            .with_hint("free disk space, or run the command without --then-unique");
}

bool try_unique_index(pg::Connection& connection, const Table& table, const Grouping& grouping,
                      const std::string& name, const Settings& settings, const JobListener& listener,
                      const pg::Dsn& dsn) {
    const BuildLock lock(dsn, table, settings, listener);
    const auto plan = plan_index(connection, spec_of(connection, table, grouping, name), {}, settings);
    if (plan.action == IndexAction::conflict)
        throw taken(name);
    try {
        build_index(connection, dsn, plan, {}, settings, listener);
        return true;
    } catch (const pg::SqlError& error) {
        if (error.is(pg::sqlstate::unique_violation))
            return false;
        throw;
    }
}

} // namespace pgmend::maintain
