#include "maintain/place_scan.hpp"

#include "base/cancel.hpp"
#include "pg/own_defaults.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

constexpr long long rows_in_bucket = 30'000;
constexpr int max_buckets = 4096;
constexpr long long blocks_worth_two = 2'000;
/// Rows of one group that are ranked in one transaction.
constexpr long long large_group = 20'000;

std::string hash_of(const Table& table, const Grouping& grouping) {
    return fmt::format("pg_catalog.hash_record_extended(ROW({}), 0)", key_list(table, grouping, "t."));
}

} // namespace

bool PlaceScan::is_possible(pg::Connection& connection, const Table& table, const Grouping& grouping) {
    if (connection.server_version() < 140000)
        return false;
    try {
        const pg::Transaction transaction(connection, pg::begin_either);
        connection.run(fmt::format("SELECT {} FROM (SELECT) one LEFT JOIN {} t ON false",
                                   hash_of(table, grouping), from_item(table)));
        return true;
    } catch (const pg::SqlError& error) {
        if (pg::is_from_outside(error))
            throw;
        return false; // a type without a hash
    }
}

PlaceScan::PlaceScan(pg::Connection& connection, const Setup& setup, const Settings& settings,
                     const JobListener& listener)
    : connection_(connection), setup_(setup), settings_(settings), listener_(listener),
      ranking_(setup.table, setup.grouping), ranges_(connection, setup.table, setup.chunk_time) {
    const auto wanted = std::max(setup.table.rows, ranges_.total() * 20) / rows_in_bucket;
    while (buckets_ < wanted && buckets_ < max_buckets)
        buckets_ *= 2;
}

/// In place of the ranges of a scan by an index. Values that would be compressed for nothing are not.
void PlaceScan::create_buckets() {
    const auto& name = setup_.work.ranges();
    pg::Transaction transaction(connection_);
    connection_.run("DROP TABLE IF EXISTS " + name);
    connection_.run(fmt::format("{} (bucket int NOT NULL, rel oid NOT NULL, hashes bigint[] NOT NULL, places "
                                "tid[] NOT NULL)",
                                setup_.work.create_words(name)));
    connection_.run(fmt::format("ALTER TABLE {} ALTER hashes SET STORAGE EXTERNAL, ALTER places SET STORAGE "
                                "EXTERNAL",
                                name));
    connection_.run(fmt::format("CREATE INDEX ON {} (bucket)", name));
    transaction.commit();
}

template <typename Work>
double PlaceScan::in_transaction(pg::Connection& connection, const Work& work) {
    pg::Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::milliseconds(5000)});
    for (int tries = 0;; ++tries) {
        const auto began = std::chrono::steady_clock::now();
        try {
            begin_reading_blocks(connection, settings_);
            work();
            connection.run("COMMIT");
            return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
                .count();
        } catch (const pg::SqlError& error) {
            if (connection.alive() && connection.in_transaction())
                connection.run("ROLLBACK");
            if (!pg::is_contention(error.sqlstate()) || tries >= settings_.lock_retries)
                throw;
        }
        backoff.wait();
    }
}

void PlaceScan::note(const char* phase, long long done, long long total, double milliseconds) {
    const std::lock_guard lock(mutex_);
    figures_.longest_ms = std::max(figures_.longest_ms, milliseconds);
    listener_.show({.phase = phase, .done = done, .total = total, .unit = ""});
}

void PlaceScan::read_blocks(pg::Connection& connection) {
    while (const auto range = stop_ ? std::nullopt : ranges_.next()) {
        cancel::check();
        const auto took = in_transaction(connection, [&] {
            connection.run(fmt::format(
                "INSERT INTO {} SELECT (h OPERATOR(pg_catalog.&) {})::int, {}::oid, "
                "pg_catalog.array_agg(h), pg_catalog.array_agg(id) FROM (SELECT {} AS h, "
                "t.ctid AS id FROM ONLY {} t WHERE {}{}) hashed GROUP BY 1",
                setup_.work.ranges(), buckets_ - 1, range->leaf->oid, hash_of(setup_.table, setup_.grouping),
                range->leaf->qualified, range->condition(), ranking_.condition()));
        });
        ranges_.took(*range, took);
        note("scanning", ranges_.done(), ranges_.total(), took);
    }
}

/// The rows of a bucket's groups as they are now, from those of the leaves that have any.
std::string PlaceScan::ranked_rows(const std::vector<std::string>& rels) const {
    std::string rows;
    for (const auto& leaf : setup_.table.leaves)
        if (std::ranges::find(rels, std::to_string(leaf.oid)) != rels.end())
            rows +=
                fmt::format("{}SELECT {} FROM candidates c JOIN ONLY {} t ON t.ctid = c.pgmend_place WHERE "
                            "c.pgmend_rel = {}::oid{}",
                            rows.empty() ? "" : " UNION ALL ", ranking_.list(), leaf.qualified, leaf.oid,
                            ranking_.condition());
    return rows;
}

void PlaceScan::rank(pg::Connection& connection, int bucket) {
    const auto hashed =
        fmt::format("SELECT h AS pgmend_hash, place AS pgmend_place, rel AS pgmend_rel, count(*) "
                    "OVER (PARTITION BY h) AS pgmend_copies FROM {}, unnest(hashes, places) u "
                    "(h, place) WHERE bucket = {}",
                    setup_.work.ranges(), bucket);
    const auto found = connection.run(
        fmt::format("SELECT pg_catalog.array_agg(DISTINCT pgmend_rel) FILTER (WHERE pgmend_copies <= {0}), "
                    "pg_catalog.array_agg(DISTINCT pgmend_hash) FILTER (WHERE pgmend_copies > {0}) FROM "
                    "({1}) b WHERE pgmend_copies > 1",
                    large_group, hashed));
    if (!found.is_null(0, 1)) {
        const std::lock_guard lock(mutex_);
        for (auto& hash : found.get<std::vector<std::string>>(0, 1))
            large_.push_back(std::move(hash));
    }
    if (found.is_null(0, 0))
        return;
    const auto counts = connection.run(fmt::format(
        "WITH candidates AS MATERIALIZED (SELECT pgmend_rel, pgmend_place FROM ({}) b WHERE pgmend_copies "
        "BETWEEN 2 AND {}), added AS (INSERT INTO {} SELECT rel, kept_rel, "
        "pg_catalog.pg_relation_filenode(rel), pg_catalog.pg_relation_filenode(kept_rel), id, version, "
        "kept_id, kept_version FROM (SELECT rel, id, version, "
        "pg_catalog.first_value(rel) OVER same AS kept_rel, pg_catalog.first_value(id) OVER same AS kept_id, "
        "pg_catalog.first_value(version) OVER same AS kept_version, row_number() OVER same AS place "
        "FROM ({}) rows WINDOW same AS (PARTITION BY {} ORDER BY {})) ranked WHERE place > 1 "
        "RETURNING kept_rel, kept_id) "
        "SELECT pg_catalog.count(DISTINCT (kept_rel, kept_id)), count(*) FROM added",
        hashed, large_group, setup_.work.name(), ranked_rows(found.get<std::vector<std::string>>(0, 0)),
        ranking_.keys(), ranking_.order()));
    const std::lock_guard lock(mutex_);
    figures_.groups += counts.get<long long>(0, 0);
    figures_.rows += counts.get<long long>(0, 1);
}

void PlaceScan::rank_buckets(pg::Connection& connection) {
    for (auto bucket = next_bucket_++; bucket < buckets_ && !stop_; bucket = next_bucket_++) {
        cancel::check();
        const auto took = in_transaction(connection, [&] { rank(connection, bucket); });
        note("ranking", bucket + 1, buckets_, took);
    }
}

/// The key is read from one of the group's rows; rows of other keys with the same hash stay for another run.
void PlaceScan::rank_large_groups(const std::vector<std::string>& hashes) {
    for (const auto& hash : hashes) {
        std::vector<std::optional<std::string>> key;
        in_transaction(connection_, [&] {
            key.clear();
            const auto sample =
                connection_.run(fmt::format("SELECT rel, pg_catalog.array_agg(place) FROM (SELECT rel, place "
                                            "FROM {}, unnest(hashes, places) "
                                            "u (h, place) WHERE bucket = ($1::bigint OPERATOR(pg_catalog.&) "
                                            "{})::int AND h = $1::bigint LIMIT 100) s "
                                            "GROUP BY rel",
                                            setup_.work.ranges(), buckets_ - 1),
                                {hash});
            for (std::size_t row = 0; row < sample.rows() && key.empty(); ++row)
                for (const auto& leaf : setup_.table.leaves) {
                    if (std::to_string(leaf.oid) != sample.text(row, 0))
                        continue;
                    std::string texts;
                    for (const auto& one : setup_.grouping.key)
                        texts += fmt::format("{}{}::text", texts.empty() ? "" : ", ",
                                             key_sql(setup_.table, one, "t."));
                    const auto values =
                        connection_.run(fmt::format("SELECT {} FROM pg_catalog.unnest($1::tid[]) p (place) "
                                                    "JOIN ONLY {} t ON t.ctid = "
                                                    "p.place WHERE true{} LIMIT 1",
                                                    texts, leaf.qualified, ranking_.condition()),
                                        {sample.get<std::string>(row, 1)});
                    for (std::size_t i = 0; i < values.columns() && !values.empty(); ++i)
                        key.push_back(values.get<std::optional<std::string>>(0, i));
                }
        });
        if (key.empty())
            continue; // all gone
        GroupScan group(connection_, setup_.table, setup_.grouping, setup_.work, setup_.chunk_time,
                        settings_);
        const auto rows = group.run(key);
        figures_.rows += rows;
        figures_.groups += rows > 0 ? 1 : 0;
        figures_.longest_ms = std::max(figures_.longest_ms, group.longest_ms());
    }
}

/// One that fails makes the others stop after the piece they are at.
void PlaceScan::run_part(pg::Connection& connection, const Part& part) {
    try {
        part(connection);
    } catch (...) {
        stop_ = true;
        const std::lock_guard lock(mutex_);
        if (!failure_)
            failure_ = std::current_exception();
    }
}

void PlaceScan::in_parallel(const pg::Dsn& dsn, const Part& part) {
    const bool by_two =
        !setup_.work.name().starts_with("pg_temp.") && !setup_.table.temporary &&
        ranges_.total() >= blocks_worth_two &&
        connection_.run(pg::own("SELECT current_setting('max_parallel_workers_per_gather')::int > 0"))
            .get<bool>(0, 0);
    std::thread second;
    if (by_two)
        second = std::thread([&] {
            try {
                auto connection = pg::Connection::open(
                    dsn, {.application_name = fmt::format("pgmend {} (scan)", settings_.command)});
                pg::set_own_defaults(connection);
                run_part(connection, part);
            } catch (const Error&) { // NOLINT: no connection is left for it; the first one reads alone
            }
        });
    run_part(connection_, part);
    if (second.joinable())
        second.join();
    if (failure_)
        std::rethrow_exception(failure_);
}

ScanFigures PlaceScan::run(const pg::Dsn& dsn) {
    connection_.ignore_interrupts(0);
    create_buckets();
    in_parallel(dsn, [this](pg::Connection& connection) { read_blocks(connection); });
    in_parallel(dsn, [this](pg::Connection& connection) { rank_buckets(connection); });
    rank_large_groups(std::exchange(large_, {}));
    return figures_;
}

} // namespace pgmend::maintain
