#include "maintain/index_repair.hpp"

#include "maintain/build_lock.hpp"
#include "pg/own_sql.hpp"
#include "pg/parameters.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::maintain {
namespace {

bool is_still_invalid(pg::Connection& connection, const Repair& one) {
    return connection
        .run(pg::own("SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = $1::oid AND indexrelid = "
                     "to_regclass($2) AND NOT indisvalid)"),
             {one.oid, one.index})
        .get<bool>(0, 0);
}

std::string explained(pg::Connection& connection, const Repair& one, const pg::SqlError& error) {
    auto text =
        error.detail().empty() ? error.message() : fmt::format("{} ({})", error.message(), error.detail());
    if (!error.is(pg::sqlstate::unique_violation))
        return text;
    const auto keys = connection.run(sql::index_keys, {one.oid});
    if (!keys.empty() && keys.get<bool>(0, "plain"))
        text += fmt::format("; 'pgmend dedupe {} --key {} --dry-run' shows the duplicates",
                            keys.get<std::string>(0, "table"),
                            fmt::join(pg::parse_array(keys.get<std::string>(0, "keys")), ","));
    return text;
}

/// A rebuilding that failed leaves its own unfinished copy beside the index.
void drop_copies(pg::Connection& connection, const Repair& failed) {
    for (const auto& leftover : plan_repair(connection))
        if (leftover.action == "drop" && leftover.table == failed.table)
            connection.run(leftover.sql);
}

} // namespace

std::vector<Repair> plan_repair(pg::Connection& connection) {
    const auto rows = connection.run(sql::index_unfinished);
    std::vector<Repair> repairs;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const bool constrained = rows.get<bool>(row, "constrained");
        const bool leftover = rows.get<bool>(row, "leftover"), equalled = rows.get<bool>(row, "equalled");
        const bool drop = (leftover || equalled) && !constrained;
        if (rows.get<std::string>(row, "kind") == "I")
            continue; // of a partitioned table: becomes valid when its last partition is attached
        const auto index =
            pg::quote_qualified(rows.get<std::string>(row, "schema"), rows.get<std::string>(row, "name"));
        repairs.push_back({.oid = static_cast<std::uint32_t>(rows.get<long long>(row, "oid")),
                           .index = index,
                           .table = rows.get<std::string>(row, "table"),
                           .action = drop ? "drop" : "rebuild",
                           .reason = !drop      ? ""
                                     : leftover ? "left by a failed REINDEX CONCURRENTLY"
                                                : "INVALID, and a valid index equals it",
                           .sql = fmt::format("{} INDEX CONCURRENTLY {}", drop ? "DROP" : "REINDEX", index)});
    }
    std::ranges::stable_sort(repairs, {}, [](const Repair& one) { return one.action != "drop"; });
    return repairs;
}

void repair(pg::Connection& connection, const pg::Dsn& dsn, std::vector<Repair>& repairs,
            const Settings& settings, const JobListener& listener) {
    connection.run("SET lock_timeout = 0");
    connection.run("SET statement_timeout = 0");
    for (auto& one : repairs) {
        const auto table = connection.run(
            pg::own("SELECT indrelid::regclass FROM pg_index WHERE indexrelid = $1::oid"), {one.oid});
        if (table.empty())
            continue;
        const BuildLock lock(dsn, read_table(connection, table.get<std::string>(0, 0)), settings, listener);
        if (!is_still_invalid(connection, one))
            continue;
        try {
            connection.run(one.sql);
        } catch (const pg::SqlError& error) {
            if (error.code() == ExitCode::interrupted || !connection.alive())
                throw;
            if (!is_still_invalid(connection, one))
                continue;
            one.error = explained(connection, one, error);
            drop_copies(connection, one);
        }
    }
}

} // namespace pgmend::maintain
