#include "maintain/key_scan.hpp"

#include "base/cancel.hpp"
#include "maintain/group_scan.hpp"
#include "pg/own_defaults.hpp"
#include "pg/own_sql.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

constexpr std::size_t max_ranges = 8;
constexpr long long rows_worth_two = 50'000;
constexpr std::size_t first_piece = 5'000;

} // namespace

struct KeyScan::Range {
    int number = 0;
    PieceSql::Span span; ///< what is left of it
    bool done = false;
};

/// One connection that takes range after range.
class KeyScan::Reader {
  public:
    Reader(KeyScan& scan, pg::Connection& connection)
        : scan_(scan), connection_(connection), size_(scan.setup_.chunk_time, first_piece) {}

    void run() {
        while (auto range = scan_.next_range(connection_))
            while (!range->done && !scan_.stop_) {
                cancel::check();
                read(*range);
            }
    }

  private:
    /// A piece, tried again when somebody held a lock on the table.
    void read(Range& range) {
        pg::Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::milliseconds(5000)});
        for (int tries = 0;; ++tries) {
            try {
                return try_piece(range);
            } catch (const pg::SqlError& error) {
                if (connection_.alive() && connection_.in_transaction())
                    connection_.run("ROLLBACK");
                if (!pg::is_contention(error.sqlstate()) || tries >= scan_.settings_.lock_retries)
                    throw;
            }
            backoff.wait();
        }
    }

    void try_piece(Range& range) {
        const auto began = std::chrono::steady_clock::now();
        const auto rows = static_cast<long long>(size_.rows());
        connection_.run(pg::begin_writing);
        set_planner();
        auto span = range.span;
        const auto end = connection_.run(scan_.sql_.end(span, rows), scan_.sql_.parameters(span));
        for (std::size_t i = 0; i < end.columns() && !end.empty(); ++i)
            span.upto.push_back(end.get<std::string>(0, i));
        if (!end.empty())
            span.before =
                connection_.run(scan_.sql_.is_large_group(rows), scan_.sql_.parameters({.above = span.upto}))
                    .get<bool>(0, 0);
        const auto found =
            connection_.run(scan_.sql_.collect(span, scan_.setup_.work.name()), scan_.sql_.parameters(span));
        ScanFigures figures{.groups = found.get<long long>(0, 0), .rows = found.get<long long>(0, 1)};
        if (!span.before)
            note_range(range.number, span.upto, figures, end.empty());
        connection_.run("COMMIT");
        range.done = end.empty();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
        if (!range.done)
            size_.took(static_cast<std::size_t>(rows), took.count());
        scan_.note(range.done ? 0 : rows, took.count());
        if (span.before) {
            figures = with_large_group(span.upto, figures);
            note_range(range.number, span.upto, figures, false);
        }
        range.span.above = span.upto;
    }

    /// In the transaction of the rows it speaks of; after a large group, which has many, in one of its own:
    /// what is done twice then is a piece whose rows are found again and left alone.
    void note_range(int number, const std::vector<std::string>& upto, const ScanFigures& figures, bool done) {
        connection_.run(
            fmt::format("UPDATE {} SET above = $2, groups = groups + $3::bigint, found = found + $4::bigint, "
                        "done = $5::boolean WHERE number = $1::int",
                        scan_.setup_.work.ranges()),
            {number, upto, figures.groups, figures.rows, done});
    }

    ScanFigures with_large_group(const std::vector<std::string>& key, ScanFigures figures) {
        auto grouping = scan_.setup_.grouping;
        grouping.key = scan_.setup_.path.columns;
        GroupScan group(connection_, scan_.setup_.table, grouping, scan_.setup_.work, scan_.setup_.chunk_time,
                        scan_.settings_);
        const auto rows = group.run({key.begin(), key.end()});
        scan_.note(rows, group.longest_ms());
        figures.rows += rows;
        figures.groups += rows > 0 ? 1 : 0;
        return figures;
    }

    /// The index on the key, and nothing but it: the costs tell it from one on its first column alone. Values
    /// are read back in the form in which they are written.
    void set_planner() {
        connection_.run(
            pg::own(
                "SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', true), "
                "set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true), "
                "set_config('synchronous_commit', 'off', true), "
                "set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), "
                "set_config('enable_hashagg', 'off', true), set_config('enable_hashjoin', 'off', true), "
                "set_config('enable_mergejoin', 'off', true), set_config('random_page_cost', '1', true), "
                "set_config('cpu_tuple_cost', '0.1', true), set_config('extra_float_digits', '1', true), "
                "set_config('datestyle', 'ISO, YMD', true), set_config('work_mem', greatest(64 * 1024, "
                "(SELECT setting::int FROM pg_settings WHERE name = 'work_mem'))::text, true)"),
            {fmt::format("{}ms", scan_.settings_.lock_timeout.count())});
    }

    KeyScan& scan_;
    pg::Connection& connection_;
    ChunkSize size_;
};

KeyScan::KeyScan(pg::Connection& connection, Setup setup, const Settings& settings,
                 const JobListener& listener)
    : connection_(connection), setup_(std::move(setup)), sql_(setup_.table, setup_.grouping, setup_.path),
      settings_(settings), listener_(listener) {}

/// The columns must be those of the same index order, else the places in the ranges mean something else.
bool KeyScan::can_resume() {
    // A scan without an index leaves another table there.
    const auto ranges_there =
        connection_.run(pg::own("SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = "
                                "to_regclass($1) AND attname = 'above')"),
                        {setup_.work.ranges()});
    if (!ranges_there.get<bool>(0, 0) || !setup_.work.is_there(connection_))
        return false;
    // The locks: a killed process's last piece may be about to be committed.
    const auto ranges = connection_.run(
        pg::own(fmt::format("SELECT count(*), bool_and(columns = $1::text[]), sum(found) FROM (SELECT "
                            "columns, found FROM {} FOR UPDATE) locked",
                            setup_.work.ranges())),
        {setup_.path.columns});
    return ranges.get<long long>(0, 0) > 0 && ranges.get<bool>(0, 1) &&
           (ranges.get<long long>(0, 2) == 0 || setup_.work.has_rows(connection_));
}

void KeyScan::begin() {
    pg::Transaction transaction(connection_);
    if (setup_.adds)
        connection_.run("DROP TABLE IF EXISTS " + setup_.work.ranges());
    else
        setup_.work.create(connection_);
    connection_.run(
        fmt::format("{} (number int PRIMARY KEY, columns text[] NOT NULL, lower text, upper text, "
                    "above text[] NOT NULL DEFAULT '{{}}', groups bigint NOT NULL DEFAULT 0, "
                    "found bigint NOT NULL DEFAULT 0, done boolean NOT NULL DEFAULT false)",
                    setup_.work.create_words(setup_.work.ranges())));
    const auto bounds = range_bounds(connection_, setup_.table, setup_.path, max_ranges);
    for (std::size_t i = 0; i <= bounds.size(); ++i)
        connection_.run(
            fmt::format("INSERT INTO {} (number, columns, lower, upper) VALUES ($1::int, $2, $3, $4)",
                        setup_.work.ranges()),
            {i + 1, setup_.path.columns, i > 0 ? std::optional(bounds[i - 1]) : std::nullopt,
             i < bounds.size() ? std::optional(bounds[i]) : std::nullopt});
    transaction.commit();
}

std::optional<KeyScan::Range> KeyScan::next_range(pg::Connection& connection) {
    const std::lock_guard lock(mutex_);
    if (stop_)
        return std::nullopt;
    std::string taken = "{";
    for (const int number : taken_)
        taken += fmt::format("{}{}", taken.size() > 1 ? "," : "", number);
    const auto found =
        connection.run(fmt::format("SELECT number, lower, upper, above FROM {} WHERE NOT done AND number <> "
                                   "ALL ($1::int[]) ORDER BY number LIMIT 1",
                                   setup_.work.ranges()),
                       {taken + "}"});
    if (found.empty())
        return std::nullopt;
    taken_.push_back(found.get<int>(0, 0));
    return Range{.number = found.get<int>(0, 0),
                 .span = {.above = found.get<std::vector<std::string>>(0, 3),
                          .from = found.get<std::optional<std::string>>(0, 1),
                          .below = found.get<std::optional<std::string>>(0, 2)}};
}

void KeyScan::note(long long seen, double milliseconds) {
    const std::lock_guard lock(mutex_);
    seen_ += seen;
    longest_ms_ = std::max(longest_ms_, milliseconds);
    listener_.show({.phase = "scanning",
                    .done = std::min(seen_, std::max(setup_.table.rows, 0LL)),
                    .total = setup_.table.rows});
}

/// A reader that fails makes the others stop after the piece they are at.
void KeyScan::read_ranges(pg::Connection& connection) {
    try {
        Reader(*this, connection).run();
    } catch (...) {
        stop_ = true;
        const std::lock_guard lock(mutex_);
        if (!failure_)
            failure_ = std::current_exception();
    }
}

bool KeyScan::reads_in_two() {
    return !setup_.work.name().starts_with("pg_temp.") && !setup_.table.temporary &&
           setup_.table.rows >= rows_worth_two &&
           connection_.run(pg::own("SELECT current_setting('max_parallel_workers_per_gather')::int > 0"))
               .get<bool>(0, 0);
}

ScanFigures KeyScan::run(const pg::Dsn& dsn) {
    connection_.ignore_interrupts(0);
    std::thread second;
    if (reads_in_two())
        second = std::thread([&] {
            try {
                auto connection = pg::Connection::open(
                    dsn, {.application_name = fmt::format("pgmend {} (scan)", settings_.command)});
                pg::set_own_defaults(connection);
                read_ranges(connection);
            } catch (const Error&) { // NOLINT: no connection is left for it; the first one reads alone
            }
        });
    read_ranges(connection_);
    if (second.joinable())
        second.join();
    if (failure_)
        std::rethrow_exception(failure_);
    const auto sums = connection_.run(
        fmt::format("SELECT coalesce(sum(groups), 0)::bigint, coalesce(sum(found), 0)::bigint FROM {}",
                    setup_.work.ranges()));
    return {
        .groups = sums.get<long long>(0, 0), .rows = sums.get<long long>(0, 1), .longest_ms = longest_ms_};
}

} // namespace pgmend::maintain
