#include "maintain/leaf_scan.hpp"

#include "base/cancel.hpp"
#include "maintain/place_scan.hpp"
#include "pg/own_sql.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

constexpr long long small_leaf = 500; // blocks

} // namespace

LeafScan::LeafScan(pg::Connection& connection, const Setup& setup, const Settings& settings,
                   const JobListener& listener)
    : connection_(connection), setup_(setup), settings_(settings), listener_(listener) {}

bool LeafScan::is_possible(pg::Connection& connection, const Table& table, const Grouping& grouping) {
    if (!table.partitioned)
        return false;
    const auto found = connection.run(sql::maintain_partition_keys, {table.oid});
    if (found.empty() || found.is_null(0, 0))
        return false;
    return std::ranges::all_of(found.get<std::vector<std::string>>(0, 0), [&](const std::string& column) {
        return std::ranges::find(grouping.key, column) != grouping.key.end();
    });
}

Table LeafScan::as_table(const Leaf& leaf) const {
    auto table = setup_.table;
    table.oid = leaf.oid;
    table.qualified = leaf.qualified;
    table.partitioned = false;
    table.rows = std::max(leaf.rows, 0LL);
    table.leaves = {leaf};
    return table;
}

void LeafScan::add(const ScanFigures& found) {
    figures_.groups += found.groups;
    figures_.rows += found.rows;
    figures_.longest_ms = std::max(figures_.longest_ms, found.longest_ms);
    ++done_;
    listener_.show({.phase = "scanning",
                    .done = done_,
                    .total = static_cast<long long>(setup_.table.leaves.size()),
                    .unit = "partitions"});
}

ScanFigures LeafScan::read_whole(const Table& leaf) {
    const auto condition = where_clause(leaf, setup_.grouping);
    const bool by_keys = plainly_equal(leaf, setup_.grouping);
    const auto keys = by_keys ? fmt::format("repeated AS MATERIALIZED ({}), ",
                                            repeated_query(leaf, setup_.grouping, condition))
                              : std::string();
    const auto found = connection_.run(fmt::format(
        "WITH {}added AS (INSERT INTO {} {} RETURNING kept_id) SELECT pg_catalog.count(DISTINCT kept_id), "
        "count(*) FROM added",
        keys, setup_.work.name(), to_delete_query(leaf, setup_.grouping, by_keys ? "repeated" : "")));
    return {.groups = found.get<long long>(0, 0), .rows = found.get<long long>(0, 1)};
}

/// As many in a transaction as fit its time; tried again from its beginning when only the moment was wrong.
void LeafScan::read_small(const std::vector<const Leaf*>& leaves) {
    pg::Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::milliseconds(5000)});
    std::size_t next = 0;
    for (int tries = 0; next < leaves.size();) {
        cancel::check();
        try {
            const auto began = std::chrono::steady_clock::now();
            const auto took = [&] {
                return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began);
            };
            connection_.run(pg::begin_writing);
            connection_.run(
                pg::own(
                    "SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', "
                    "true), set_config('jit', 'off', true), set_config('synchronous_commit', 'off', true)"),
                {fmt::format("{}ms", settings_.lock_timeout.count())});
            std::vector<ScanFigures> found;
            auto at = next;
            for (; at < leaves.size() && took() < setup_.chunk_time / 2; ++at)
                found.push_back(read_whole(as_table(*leaves[at])));
            connection_.run("COMMIT");
            for (auto& one : found) {
                one.longest_ms = took().count();
                add(one);
            }
            next = at;
            tries = 0;
        } catch (const pg::SqlError& error) {
            if (connection_.alive() && connection_.in_transaction())
                connection_.run("ROLLBACK");
            if (!pg::is_contention(error.sqlstate()) || tries++ >= settings_.lock_retries)
                throw;
            backoff.wait();
        }
    }
}

ScanFigures LeafScan::read_large(const Leaf& leaf, const pg::Dsn& dsn) {
    const auto table = as_table(leaf);
    const JobListener quiet; // progress is told by partitions
    if (const auto path = find_key_path(connection_, table, setup_.grouping)) {
        KeyScan scan(connection_,
                     {.table = table,
                      .grouping = setup_.grouping,
                      .path = *path,
                      .work = setup_.work,
                      .chunk_time = setup_.chunk_time,
                      .adds = true},
                     settings_, quiet);
        scan.begin();
        return scan.run(dsn);
    }
    if (!PlaceScan::is_possible(connection_, table, setup_.grouping)) {
        read_small({&leaf});
        --done_;
        return {};
    }
    return PlaceScan(connection_,
                     {.table = table,
                      .grouping = setup_.grouping,
                      .work = setup_.work,
                      .chunk_time = setup_.chunk_time},
                     settings_, quiet)
        .run(dsn);
}

ScanFigures LeafScan::run(const pg::Dsn& dsn) {
    connection_.ignore_interrupts(0);
    // As long as it is there, the scan has not come to its end.
    connection_.run(setup_.work.create_words(setup_.work.ranges()) + " (partition oid)");
    std::vector<std::string> oids;
    for (const auto& leaf : setup_.table.leaves)
        oids.push_back(std::to_string(leaf.oid));
    const auto sizes =
        connection_.run(pg::own("SELECT pg_relation_size(u.oid) / current_setting('block_size')::bigint "
                                "FROM unnest($1::oid[]) WITH ORDINALITY u (oid, nr) ORDER BY u.nr"),
                        {oids});
    std::vector<const Leaf*> small;
    for (std::size_t i = 0; i < sizes.rows(); ++i)
        if (sizes.get<long long>(i, 0) <= small_leaf)
            small.push_back(&setup_.table.leaves[i]);
    read_small(small);
    for (std::size_t i = 0; i < sizes.rows(); ++i)
        if (sizes.get<long long>(i, 0) > small_leaf)
            add(read_large(setup_.table.leaves[i], dsn));
    return figures_;
}

} // namespace pgmend::maintain
