#include "maintain/restore.hpp"

#include "base/cancel.hpp"
#include "maintain/archive.hpp"
#include "maintain/chunk_size.hpp"
#include "maintain/table.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

constexpr std::size_t max_samples = 5;

/// Puts one job's rows back, piece by piece.
class Restorer {
  public:
    Restorer(pg::Connection& connection, const Table& table, std::string archive, long long job,
             const Settings& settings)
        : connection_(connection), archive_(std::move(archive)), job_(job), settings_(settings) {
        std::vector<std::string> columns;
        for (const auto& column : table.columns)
            if (!column.generated)
                columns.push_back(column.name);
        sql_ = fmt::format("WITH taken AS (DELETE FROM {} WHERE pgmend_job = $1::bigint AND pgmend_row > "
                           "$2::bigint AND pgmend_row <= $3::bigint RETURNING {}) "
                           "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM taken",
                           archive_, column_list(columns), table.qualified, column_list(columns),
                           column_list(columns));
    }

    /// The number of the row that is `rows` behind `from`; none at the end.
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
            outcome.rows += insert(from, to);
        } catch (const pg::SqlError& error) {
            if (!error.sqlstate().starts_with("23") && !error.sqlstate().starts_with("22") &&
                !error.sqlstate().starts_with("P0"))
                throw;
            if (to - from <= 1 || end_of(from, 1) == to) {
                ++outcome.conflicts;
                if (outcome.samples.size() < max_samples)
                    outcome.samples.push_back(error.detail().empty() ? error.message() : error.detail());
                return;
            }
            const auto middle = from + (to - from) / 2;
            put_back(from, middle, outcome);
            put_back(middle, to, outcome);
        }
    }

  private:
    long long insert(long long from, long long to) {
        try {
            connection_.run(pg::begin_writing);
            connection_.run(pg::own("SELECT set_config('lock_timeout', $1, true), "
                                    "set_config('statement_timeout', '0', true)"),
                            {fmt::format("{}ms", settings_.lock_timeout.count())});
            const auto rows = connection_.run(sql_, {job_, from, to}).affected();
            connection_.run("COMMIT");
            return rows;
        } catch (const pg::SqlError&) {
            if (connection_.alive() && connection_.in_transaction())
                connection_.run("ROLLBACK");
            throw;
        }
    }

    pg::Connection& connection_;
    std::string archive_;
    long long job_;
    Settings settings_;
    std::string sql_;
};

} // namespace

Restored restore(pg::Connection& connection, const std::string& schema, long long id,
                 std::chrono::milliseconds chunk_time, const Settings& settings,
                 const JobListener& listener) {
    JobStore store(connection, schema);
    const auto job = store.find(id);
    if (!job)
        throw UsageError(fmt::format("job {} does not exist", id))
            .with_hint("'pgmend jobs list' shows all jobs");
    if (!job->archive_table)
        throw UsageError(fmt::format("job {} has no archived rows", id))
            .with_hint("rows can be restored only after 'pgmend dedupe --archive'");
    const auto table = read_table(connection, pg::quote_qualified(job->table_schema, job->table_name));
    const auto began = std::chrono::steady_clock::now();
    const auto since = [&] {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    };
    const auto total =
        connection
            .run(fmt::format("SELECT count(*) FROM {} WHERE pgmend_job = $1::bigint", *job->archive_table),
                 {id})
            .get<long long>(0, 0);
    Restorer restorer(connection, table, *job->archive_table, id, settings);
    Restored outcome{.table = table.qualified};
    ChunkSize size(chunk_time);
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
