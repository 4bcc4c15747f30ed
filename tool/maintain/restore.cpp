#include "maintain/restore.hpp"

#include "base/cancel.hpp"
#include "base/nearest.hpp"
#include "maintain/chunk_size.hpp"
#include "maintain/restore_sql.hpp"
#include "maintain/table.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::maintain {
namespace {

constexpr std::size_t max_samples = 5;

/// A piece of several rows of which some did not come in as they were: it is done in halves.
struct Divide {};

/// Whether the server refused a row, so that another one may pass; else the trouble is everybody's.
bool is_about_row(const pg::SqlError& error, const Table& table) {
    if (is_from_outside(error))
        return false;
    if (table.row_security && error.is(pg::sqlstate::insufficient_privilege))
        return true;
    const auto state = std::string_view(error.sqlstate()).substr(0, 2);
    for (const std::string_view other : {"", "08", "25", "28", "40", "42", "53", "55", "57", "58", "XX"})
        if (state == other)
            return false;
    return true;
}

/// Puts one job's rows back, piece by piece.
class Restorer {
  public:
    Restorer(pg::Connection& connection, const Table& table, const RestoreSql& sql, std::string archive,
             bool looks_again, const RestoreOptions& options, const Settings& settings)
        : connection_(connection), table_(table), sql_(sql), archive_(std::move(archive)),
          looks_again_(looks_again), job_(options.job), settings_(settings) {}

    /// The number of the row that is `rows` after `from`; none at the end.
    std::optional<long long> end_of(long long from, std::size_t rows) {
        return connection_
            .run(fmt::format("SELECT max(pgmend_row) FROM (SELECT pgmend_row FROM {} WHERE pgmend_job = "
                             "$1::bigint AND pgmend_row > $2::bigint ORDER BY pgmend_row LIMIT $3::bigint) c",
                             archive_),
                 {job_, from, rows})
            .get<std::optional<long long>>(0, 0);
    }

    /// Rows from `from` (exclusive) to `to`; halves the piece where the table refuses it.
    void put_back(long long from, long long to, Restored& outcome) {
        try {
            return insert(from, to, outcome);
        } catch (const pg::SqlError& error) {
            if (!is_about_row(error, table_))
                throw;
            if (is_one(from, to))
                return stays(outcome, 1, error.detail().empty() ? error.message() : error.detail());
        } catch (const Divide&) { // NOLINT: done in halves below
        }
        const auto middle = from + (to - from) / 2;
        put_back(from, middle, outcome);
        put_back(middle, to, outcome);
    }

  private:
    bool is_one(long long from, long long to) { return to - from <= 1 || end_of(from, 1) == to; }

    static void stays(Restored& outcome, long long rows, const std::string& why) {
        if (rows == 0)
            return;
        outcome.conflicts += rows;
        const bool known = std::ranges::find(outcome.samples, why) != outcome.samples.end();
        if (!known && outcome.samples.size() < max_samples)
            outcome.samples.push_back(why);
    }

    /// A piece in a transaction of its own, tried again when only the moment was wrong.
    void insert(long long from, long long to, Restored& outcome) {
        pg::Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::milliseconds(5000)});
        for (int tries = 0;; ++tries) {
            try {
                return try_insert(from, to, outcome);
            } catch (const pg::SqlError& error) {
                if (!pg::is_contention(error.sqlstate()) || tries >= settings_.lock_retries)
                    throw;
            }
            backoff.wait();
        }
    }

    void try_insert(long long from, long long to, Restored& outcome) {
        pg::Transaction transaction(connection_);
        connection_.run(pg::own("SELECT set_config('lock_timeout', $1, true), "
                                "set_config('statement_timeout', '0', true), set_config('jit', 'off', true)"),
                        {fmt::format("{}ms", settings_.lock_timeout.count())});
        connection_.run(sql_.lock(), {job_, from, to});
        const auto counts = connection_.run(sql_.insert(), {job_, from, to});
        const auto taken = counts.get<long long>(0, 0), put = counts.get<long long>(0, 1);
        const auto numbers = counts.get<std::optional<std::string>>(0, 2);
        connection_.run("SET CONSTRAINTS ALL IMMEDIATE"); // what is deferred has its say now
        const auto left =
            numbers ? connection_
                          .run(sql_.remove(looks_again_),
                               {job_, *numbers, counts.get<std::string>(0, 3), counts.get<std::string>(0, 4)})
                          .affected()
                    : 0;
        if (left != put) {
            transaction.rollback();
            if (!is_one(from, to))
                throw Divide{};
            return stays(outcome, 1, why_not(from, to));
        }
        transaction.commit();
        outcome.rows += left;
        stays(outcome, taken - left, "a trigger does not let the row in");
    }

    /// A single row that came in otherwise than it was, or did not stay: which columns it was.
    std::string why_not(long long from, long long to) {
        const pg::Transaction transaction(connection_);
        const auto columns = connection_.run(sql_.changed(), {job_, from, to});
        const auto names =
            columns.empty() ? std::vector<std::string>{} : columns.get<std::vector<std::string>>(0, 0);
        if (names.empty())
            return "a trigger changes or removes the row, or the archive does not let it go";
        return fmt::format("a trigger or a type changes the value of {}", fmt::join(names, ", "));
    }

    pg::Connection& connection_;
    const Table& table_;
    const RestoreSql& sql_;
    std::string archive_;
    bool looks_again_;
    long long job_;
    Settings settings_;
};

Job find_job(pg::Connection& connection, const std::string& schema, long long id) {
    auto job = JobStore(connection, schema).find(id);
    if (!job)
        throw UsageError(fmt::format("job {} does not exist", id))
            .with_hint("'pgmend jobs list' shows all jobs");
    if (!job->archive_table)
        throw UsageError(fmt::format("job {} has no archived rows", id))
            .with_hint("rows can be restored only after 'pgmend dedupe --archive'");
    if (connection.run(pg::own("SELECT to_regclass($1) IS NULL"), {*job->archive_table}).get<bool>(0, 0))
        throw UsageError(fmt::format("the archive {} of job {} does not exist", *job->archive_table, id));
    return *std::move(job);
}

void check_except(const std::vector<std::string>& except, const RestoreColumns& columns) {
    std::vector<std::string> names = columns.homeless;
    for (const auto& home : columns.home)
        names.insert(names.end(), {home.archived, home.column});
    for (const auto& name : except)
        if (std::ranges::find(names, name) == names.end())
            throw UsageError(fmt::format("the archive has no column '{}'{}", name, did_you_mean(name, names)))
                .with_hint("--except names columns whose archived values need not come back");
}

/// Whether what INSERT returns may have changed by the end of the statement.
bool has_triggers_after(pg::Connection& connection, const Table& table) {
    const auto found = connection.run(sql::maintain_insert_triggers, {table.oid});
    if (!found.is_null(0, 0))
        throw Error(fmt::format("{} has the rule {} on INSERT, which would turn rows away", table.qualified,
                                found.text(0, 0)),
                    ExitCode::conflict)
            .with_hint("all rows are still in the archive; drop or disable the rule");
    return found.get<bool>(0, 1);
}

void add_homeless(pg::Connection& connection, const RestoreSql& sql, long long job, Restored& outcome) {
    if (sql.homeless().empty())
        return;
    outcome.conflicts = connection.run(sql.count_homeless(), {job}).get<long long>(0, 0);
    if (outcome.conflicts > 0)
        outcome.samples.push_back(
            fmt::format("no column of the table takes the values of {}; use --except to lose them",
                        column_list(sql.homeless())));
}

} // namespace

Restored restore(pg::Connection& connection, const RestoreOptions& options, const Settings& settings,
                 const JobListener& listener) {
    const auto job = find_job(connection, settings.pgmend_schema, options.job);
    const auto table = read_table(connection, table_of(connection, job));
    const bool looks_again = has_triggers_after(connection, table);
    const auto columns = find_homes(connection, table, *job.archive_table,
                                    job.archive_columns ? archive_columns_of(*job.archive_columns)
                                                        : std::vector<ArchiveColumn>{});
    check_except(options.except, columns);
    const RestoreSql sql(table, *job.archive_table, columns, options.except);
    const auto began = std::chrono::steady_clock::now();
    const auto since = [&] {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    };
    const auto total =
        connection
            .run(fmt::format("SELECT count(*) FROM {} WHERE pgmend_job = $1::bigint", *job.archive_table),
                 {job.id})
            .get<long long>(0, 0);
    Restorer restorer(connection, table, sql, *job.archive_table, looks_again, options, settings);
    Restored outcome{.table = table.qualified};
    add_homeless(connection, sql, job.id, outcome);
    ChunkSize size(options.chunk_time);
    connection.ignore_interrupts(1);
    for (long long from = 0;;) {
        cancel::check();
        const auto to = restorer.end_of(from, size.rows());
        if (!to)
            break;
        const auto started = since();
        restorer.put_back(from, *to, outcome);
        size.took(size.rows(), since() - started);
        from = *to;
        listener.show({.phase = "restoring", .done = outcome.rows + outcome.conflicts, .total = total});
    }
    outcome.elapsed_ms = since();
    return outcome;
}

} // namespace pgmend::maintain
