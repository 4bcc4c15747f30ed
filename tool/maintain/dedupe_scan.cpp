#include "maintain/dedupe.hpp"

#include "maintain/leaf_scan.hpp"
#include "maintain/place_scan.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

constexpr std::size_t max_leaves_by_index = 32;

} // namespace

/// Where rows are left to be dealt with, and the work table has none, the server has crashed since and
/// emptied it. A temporary one is gone with its session.
bool Dedupe::work_table_is_whole() {
    if (!work_.is_there(connection_))
        return job_.state == "indexing";
    if (connection_.run(pg::own("SELECT to_regclass($1) IS NOT NULL"), {work_.ranges()}).get<bool>(0, 0))
        return false; // a scan that has not come to its end
    return job_.figures.position >= job_.figures.last || work_.has_rows(connection_);
}

void Dedupe::scan() {
    table_.leaves = read_table(connection_, table_.qualified).leaves;
    refuse_other_storage(connection_, table_);
    job_.state = job_.figures.chunks == 0 ? "scanning" : "deleting";
    const bool in_pieces = reads_in_pieces(connection_, table_, options_.grouping);
    scanned_ = in_pieces ? scan_in_pieces() : scan_at_once();
    connection_.run("ANALYZE " + work_.name());
    auto& figures = job_.figures;
    figures.position = figures.last;
    figures.last += scanned_.rows;
    figures.duplicates = figures.deleted + scanned_.rows;
    ++figures.scans;
    figures.longest_chunk_ms = std::max(figures.longest_chunk_ms, in_pieces ? scanned_.longest_ms : 0);
    figures.elapsed_ms = elapsed_ms();
    job_.place.clear();
    job_.state = figures.chunks == 0 ? "planned" : "deleting";
    pg::Transaction transaction(connection_);
    store_.update(job_);
    connection_.run("DROP TABLE IF EXISTS " + work_.ranges());
    transaction.commit();
}

bool reads_in_pieces(pg::Connection& connection, const Table& table, const Grouping& grouping) {
    return find_key_path(connection, table, grouping).has_value() ||
           PlaceScan::is_possible(connection, table, grouping);
}

ScanFigures Dedupe::scan_in_pieces() {
    listener_.show({.phase = "scanning", .total = table_.rows});
    if (LeafScan::is_possible(connection_, table_, options_.grouping)) {
        work_.create(connection_);
        return LeafScan(connection_,
                        {.table = table_,
                         .grouping = options_.grouping,
                         .work = work_,
                         .chunk_time = options_.chunk_time},
                        settings_, listener_)
            .run(dsn_);
    }
    // With many partitions a piece's time is that of opening them, not of its rows.
    const bool by_index = table_.leaves.size() <= max_leaves_by_index ||
                          !PlaceScan::is_possible(connection_, table_, options_.grouping);
    if (const auto path = find_key_path(connection_, table_, options_.grouping); path && by_index) {
        KeyScan scan(connection_,
                     {.table = table_,
                      .grouping = options_.grouping,
                      .path = *path,
                      .work = work_,
                      .chunk_time = options_.chunk_time},
                     settings_, listener_);
        if (!scan.can_resume())
            scan.begin();
        return scan.run(dsn_);
    }
    work_.create(connection_);
    return PlaceScan(connection_,
                     {.table = table_,
                      .grouping = options_.grouping,
                      .work = work_,
                      .chunk_time = options_.chunk_time},
                     settings_, listener_)
        .run(dsn_);
}

/// One transaction, which only reads the table: without an index in the key's order a group is known to be
/// whole only when every row has been seen.
ScanFigures Dedupe::scan_at_once() {
    listener_.show({.phase = "scanning", .total = 0});
    pg::Transaction transaction(connection_);
    connection_.run(
        pg::own("SELECT set_config('jit', 'off', true), set_config('statement_timeout', '0', true), "
                "set_config('lock_timeout', $1, true), set_config('work_mem', greatest(64 * 1024, "
                "(SELECT setting::int FROM pg_settings WHERE name = 'work_mem'))::text, true)"),
        {fmt::format("{}ms", settings_.lock_timeout.count())});
    work_.drop(connection_);
    const bool by_keys = plainly_equal(table_, options_.grouping);
    if (by_keys) {
        connection_.run(
            fmt::format("{} AS {}", work_.create_words(work_.ranges()),
                        repeated_query(table_, options_.grouping, where_clause(table_, options_.grouping))));
        connection_.run("ANALYZE " + work_.ranges());
    }
    connection_.run(fmt::format("{} AS {}", work_.create_words(work_.name()),
                                to_delete_query(table_, options_.grouping, by_keys ? work_.ranges() : "")));
    work_.index(connection_);
    connection_.run("DROP TABLE IF EXISTS " + work_.ranges());
    const auto rows = connection_.run(fmt::format("SELECT count(*) FROM {}", work_.name()));
    transaction.commit();
    return {.rows = rows.get<long long>(0, 0)};
}

long long Dedupe::groups_left() {
    return connection_
        .run(fmt::format("SELECT count(*) FROM (SELECT DISTINCT kept_rel, kept_id FROM {}{}) g", work_.name(),
                         WorkTable::behind(work_place(job_.place))))
        .get<long long>(0, 0);
}

/// In pieces, too; in one where each piece would have to read a whole referencing table.
long long Dedupe::referenced() {
    if (table_.references.empty())
        return 0;
    const bool indexed = std::ranges::all_of(table_.references, &Reference::indexed);
    long long count = 0;
    ChunkSize size(options_.chunk_time);
    auto done = work_place(job_.place);
    while (const auto next = work_.next(connection_, done)) {
        const auto began = std::chrono::steady_clock::now();
        const auto rows = indexed ? static_cast<long long>(size.rows()) : job_.figures.last + 1;
        const auto end = work_.end_of(connection_, *next, rows);
        count += count_referenced(
            connection_, table_,
            fmt::format("(SELECT * FROM {} WHERE {} AND row_id > {}::tid AND row_id <= {}::tid)",
                        work_.name(), next->part.condition(), pg::quote_literal(next->row_id),
                        pg::quote_literal(end)));
        done = WorkPlace{.part = next->part, .row_id = end};
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
        size.took(static_cast<std::size_t>(rows), took.count());
    }
    return count;
}

} // namespace pgmend::maintain
