#include "maintain/group_scan.hpp"

#include "base/cancel.hpp"
#include "pg/own_sql.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"

#include <fmt/format.h>

namespace pgmend::maintain {

/// Rows are looked up by their places; values are read back in the form in which they are written.
void begin_reading_blocks(pg::Connection& connection, const Settings& settings) {
    connection.run(pg::begin_writing);
    connection.run(
        pg::own("SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', true), "
                "set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true), "
                "set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true), "
                "set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), "
                "set_config('extra_float_digits', '1', true), set_config('datestyle', 'ISO, YMD', true), "
                "set_config('work_mem', greatest(64 * 1024, (SELECT setting::int FROM pg_settings WHERE "
                "name = 'work_mem'))::text, true)"),
        {fmt::format("{}ms", settings.lock_timeout.count())});
}

GroupScan::GroupScan(pg::Connection& connection, const Table& table, const Grouping& grouping,
                     const WorkTable& work, std::chrono::milliseconds chunk_time, const Settings& settings)
    : connection_(connection), table_(table), ranking_(table, grouping), work_(work), settings_(settings),
      ranges_(connection, table, chunk_time) {}

/// Each range in a transaction of its own, tried again when only the moment was wrong.
template <typename Work>
void GroupScan::for_each_range(const Work& work) {
    ranges_.rewind();
    while (const auto range = ranges_.next()) {
        cancel::check();
        pg::Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::milliseconds(5000)});
        for (int tries = 0;; ++tries) {
            try {
                const auto began = std::chrono::steady_clock::now();
                begin_reading_blocks(connection_, settings_);
                work(*range);
                connection_.run("COMMIT");
                const std::chrono::duration<double, std::milli> took =
                    std::chrono::steady_clock::now() - began;
                ranges_.took(*range, took.count());
                break;
            } catch (const pg::SqlError& error) {
                if (connection_.alive() && connection_.in_transaction())
                    connection_.run("ROLLBACK");
                if (!pg::is_contention(error.sqlstate()) || tries >= settings_.lock_retries)
                    throw;
            }
            backoff.wait();
        }
    }
}

std::optional<GroupScan::Kept> GroupScan::better(const BlockRanges::Range& range,
                                                 const std::optional<Kept>& best, const pg::Parameters& key) {
    auto sql = fmt::format("SELECT {} FROM ONLY {} t WHERE {}{}{}", ranking_.list(), range.leaf->qualified,
                           range.condition(), ranking_.condition(), ranking_.has_key(1));
    if (best)
        for (const auto& leaf : table_.leaves)
            if (std::to_string(leaf.oid) == best->rel)
                sql +=
                    fmt::format(" UNION ALL SELECT {} FROM ONLY {} t WHERE t.ctid = '{}'::tid AND t.xmin = "
                                "'{}'::xid",
                                ranking_.list(), leaf.qualified, best->id, best->version);
    const auto found = connection_.run(
        fmt::format("SELECT rel, id, version FROM ({}) rows ORDER BY {} LIMIT 1", sql, ranking_.order()),
        key);
    if (found.empty())
        return std::nullopt;
    return Kept{.rel = found.get<std::string>(0, 0),
                .id = found.get<std::string>(0, 1),
                .version = found.get<std::string>(0, 2)};
}

std::optional<GroupScan::Kept> GroupScan::find_kept(const pg::Parameters& key) {
    std::optional<Kept> best;
    for_each_range([&](const BlockRanges::Range& range) { best = better(range, best, key); });
    return best;
}

long long GroupScan::collect(const Kept& kept, const pg::Parameters& key) {
    long long rows = 0;
    for_each_range([&](const BlockRanges::Range& range) {
        rows +=
            connection_
                .run(fmt::format(
                         "INSERT INTO {} SELECT t.tableoid, {}::oid, "
                         "pg_catalog.pg_relation_filenode({}::oid), "
                         "pg_catalog.pg_relation_filenode({}::oid), t.ctid, t.xmin, '{}'::tid, "
                         "'{}'::xid FROM ONLY {} t WHERE {}{}{} AND NOT (t.tableoid = {}::oid AND t.ctid = "
                         "'{}'::tid)",
                         work_.name(), kept.rel, range.leaf->oid, kept.rel, kept.id, kept.version,
                         range.leaf->qualified, range.condition(), ranking_.condition(), ranking_.has_key(1),
                         kept.rel, kept.id),
                     key)
                .affected();
    });
    return rows;
}

long long GroupScan::run(const std::vector<std::optional<std::string>>& key) {
    pg::Parameters values;
    for (const auto& value : key)
        values.add(value);
    const auto kept = find_kept(values);
    if (!kept)
        return 0;
    connection_.run(
        fmt::format("DELETE FROM {} WHERE kept_rel = $1::oid AND kept_id = $2::tid AND kept_xmin = "
                    "$3::xid",
                    work_.name()),
        {kept->rel, kept->id, kept->version});
    return collect(*kept, values);
}

} // namespace pgmend::maintain
