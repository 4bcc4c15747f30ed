#include "maintain/dedupe.hpp"

#include "pg/quote.hpp"
#include "pg/transaction.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

/// Whether equal keys can be found by "=", which a hash or an index can serve.
bool plainly_equal(const Table& table, const Grouping& grouping) {
    return !grouping.nulls_same || std::ranges::none_of(grouping.key, [&](const std::string& column) {
        return table.find(column)->nullable;
    });
}

/// The keys that are there more than once. Where an index holds them all it is read alone, which is several
/// times faster than ranking every row; the rows are then looked up by a join with this.
std::string repeated_keys(const Table& table, const Grouping& grouping) {
    std::string present;
    for (const auto& column : grouping.key)
        if (table.find(column)->nullable)
            present += fmt::format("{} {} IS NOT NULL", present.empty() ? " WHERE" : " AND",
                                   pg::quote_identifier(column));
    return fmt::format("SELECT {0} FROM {1}{2} GROUP BY {0} HAVING count(*) > 1", column_list(grouping.key),
                       from_item(table), present);
}

} // namespace

/// Unlogged tables are empty after a crash of the server, and a temporary one is gone with its session.
bool Dedupe::work_table_is_whole() {
    if (!connection_.run("SELECT to_regclass($1) IS NOT NULL", {work_}).get<bool>(0, 0))
        return job_.state == "indexing";
    const auto& figures = job_.figures;
    return figures.position >= figures.last ||
           connection_
                   .run(fmt::format("SELECT count(*) FROM {} WHERE n > $1::bigint", work_),
                        {figures.position})
                   .get<long long>(0, 0) == figures.last - figures.position;
}

void Dedupe::scan() {
    listener_.show({.phase = "scanning", .total = 0});
    const auto keys = job_.id == 0 ? std::string("pg_temp.pgmend_keys")
                                   : pg::quote_qualified(store_.schema(), fmt::format("keys_{}", job_.id));
    const std::string kind = job_.id == 0 ? "TEMP" : "UNLOGGED";
    const auto table_name = [&](const std::string& name) {
        return job_.id == 0 ? name.substr(name.find('.') + 1) : name;
    };
    pg::Transaction transaction(connection_, "BEGIN ISOLATION LEVEL READ COMMITTED");
    connection_.run("SELECT set_config('jit', 'off', true), set_config('statement_timeout', '0', true), "
                    "set_config('lock_timeout', $1, true), set_config('work_mem', greatest(64 * 1024, "
                    "(SELECT setting::int FROM pg_settings WHERE name = 'work_mem'))::text, true)",
                    {fmt::format("{}ms", settings_.lock_timeout.count())});
    connection_.run(fmt::format("DROP TABLE IF EXISTS {}", work_));
    const bool by_keys = plainly_equal(table_, options_.grouping);
    if (by_keys) {
        connection_.run(fmt::format("DROP TABLE IF EXISTS {}", keys));
        connection_.run(fmt::format("CREATE {} TABLE {} AS {}", kind, table_name(keys),
                                    repeated_keys(table_, options_.grouping)));
        connection_.run("ANALYZE " + keys);
    }
    auto doomed = doomed_query(table_, options_.grouping, job_.figures.last, by_keys ? keys : "");
    connection_.run(fmt::format("CREATE {} TABLE {} AS SELECT *, pg_relation_filenode(rel) AS file, "
                                "pg_relation_filenode(kept_rel) AS "
                                "kept_file FROM ({}) doomed",
                                kind, table_name(work_), doomed));
    if (by_keys)
        connection_.run("DROP TABLE " + keys);
    connection_.run(fmt::format("CREATE UNIQUE INDEX ON {} (n)", work_));
    connection_.run("ANALYZE " + work_);
    const auto last = connection_.run(fmt::format("SELECT coalesce(max(n), $1::bigint) FROM {}", work_),
                                      {job_.figures.last});
    auto& figures = job_.figures;
    figures.position = figures.last;
    figures.last = last.get<long long>(0, 0);
    figures.duplicates = figures.deleted + (figures.last - figures.position);
    ++figures.scans;
    figures.elapsed_ms = elapsed_ms();
    job_.state = figures.chunks == 0 ? "planned" : "deleting";
    store_.update(job_);
    transaction.commit();
}

long long Dedupe::referenced() {
    return count_referenced(connection_, table_,
                            fmt::format("(SELECT * FROM {} WHERE n > {})", work_, job_.figures.position));
}

} // namespace pgmend::maintain
