#include "maintain/batch.hpp"

#include "base/cancel.hpp"
#include "pg/own_defaults.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"
#include "state/lock.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::maintain {
namespace {

pg::Connection connect(const pg::Dsn& dsn, const Settings& settings, std::string_view part) {
    auto connection =
        pg::Connection::open(dsn, {.application_name = fmt::format("pgmend {}{}", settings.command, part)});
    pg::set_own_defaults(connection);
    return connection;
}

std::vector<std::string> names_of(const Table& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns)
        names.push_back(column.name);
    return names;
}

/// A DELETE whose rows go into the archive; `first` counts on in the job.
std::string archiving(const std::string& sql, const BatchPlan& plan, const Archive& archive, const Job& job) {
    const auto names = names_of(plan.table);
    std::vector<std::string> archived;
    for (const auto& column : plan.table.columns)
        archived.push_back(archive.name_of(column));
    return fmt::format(
        "WITH gone AS ({} RETURNING {}), archived AS (INSERT INTO {} ({}, {}) SELECT {}, {} + "
        "row_number() OVER (), now(), NULL, {} FROM gone RETURNING 1) SELECT (SELECT count(*) FROM "
        "gone), (SELECT count(*) FROM archived)",
        sql, column_list(names, plan.statement.alias + "."), archive.table, archive_columns,
        column_list(archived), job.id, job.figures.archived, column_list(names));
}

BatchPlan plan_of(pg::Connection& connection, const BatchOptions& options) {
    BatchPlan plan{.statement = parse_batch(options.statement)};
    if (options.archive && !plan.statement.deletes)
        throw UsageError("--archive requires a DELETE");
    plan.table = read_table(connection, plan.statement.table);
    check_batch(plan.table, plan.statement);
    const pg::Transaction transaction(connection, pg::begin_either);
    connection.run("EXPLAIN " + batch_range(plan.table, plan.statement, true, true));
    return plan;
}

std::vector<std::string> position_of(const std::string& place) {
    return place.empty() ? std::vector<std::string>{}
                         : nlohmann::json::parse(place).get<std::vector<std::string>>();
}

} // namespace

struct Batch::Outcome {
    long long changed = 0;
    long long archived = 0;
    double milliseconds = 0;
    std::vector<std::string> end; ///< the key up to which it went; empty = the table's end
};

BatchPlan plan_batch(pg::Connection& connection, const BatchOptions& options, const Settings& settings) {
    auto plan = plan_of(connection, options);
    if (options.archive)
        plan.archive = planned_archive(connection, settings.pgmend_schema, plan.table);
    return plan;
}

Batch::Batch(const pg::Dsn& dsn, const BatchOptions& options, const Settings& settings,
             const JobListener& listener)
    : options_(options), settings_(settings), listener_(listener), lock_(connect(dsn, settings, " (lock)")),
      connection_(connect(dsn, settings, "")), store_(connection_, settings.pgmend_schema),
      plan_(plan_of(connection_, options)), began_(std::chrono::steady_clock::now()),
      size_(options.chunk_time) {
    const auto name = "batch " + plan_.table.qualified;
    if (!state::try_lock(lock_, name)) {
        lock_.run("ROLLBACK");
        throw Error(fmt::format("another pgmend is working on {}: {}", plan_.table.qualified,
                                state::lock_holder(lock_, name)),
                    ExitCode::busy)
            .with_hint("wait for it, or stop it with Ctrl-C; it can be resumed");
    }
    find_job();
    throttle_.emplace(connection_, plan_.table, options_.throttle);
}

void Batch::find_job() {
    job_ = {.kind = "batch",
            .table_schema = plan_.table.schema,
            .table_name = plan_.table.name,
            .table_oid = plan_.table.oid,
            .options = to_json(options_),
            .state = "planned"};
    if (const auto open = store_.unfinished("batch", plan_.table)) {
        const auto before = batch_options(open->options);
        if (before.statement != options_.statement || before.archive != options_.archive)
            throw UsageError(fmt::format("the unfinished job {} on {} has another statement", open->id,
                                         plan_.table.qualified))
                .with_detail(before.statement)
                .with_hint(fmt::format("run 'pgmend jobs resume {0}' or 'pgmend jobs cancel {0}'", open->id));
        job_ = *open;
        job_.error.reset();
        position_ = position_of(job_.place);
        elapsed_before_ = job_.figures.elapsed_ms;
        if (job_.figures.chunks > 0) {
            plan_.resumes = job_.id;
            plan_.changed = job_.figures.deleted;
        }
        if (job_.figures.chunk_rows > 0)
            size_ = ChunkSize(options_.chunk_time, static_cast<std::size_t>(job_.figures.chunk_rows) / 2);
    } else if (!plan_.table.temporary && store_.ensure()) {
        store_.insert(job_);
    } else {
        throw Error("a job in batches requires the schema pgmend: " + store_.why_not());
    }
    if (!options_.archive)
        return;
    const auto known = job_.archive_table && job_.archive_columns
                           ? std::optional(Archive{.table = *job_.archive_table,
                                                   .columns = archive_columns_of(*job_.archive_columns)})
                           : std::nullopt;
    archive_ = ensure_archive(connection_, settings_.pgmend_schema, plan_.table, known);
    plan_.archive = archive_->table;
    job_.archive_table = archive_->table;
    job_.archive_columns = to_json(archive_->columns);
    store_.update(job_);
}

double Batch::elapsed_ms() const {
    const std::chrono::duration<double, std::milli> since = std::chrono::steady_clock::now() - began_;
    return elapsed_before_ + since.count();
}

void Batch::take_note(const Outcome& outcome) {
    auto& figures = job_.figures;
    if (!outcome.end.empty())
        job_.place = nlohmann::json(outcome.end).dump();
    figures.deleted += outcome.changed;
    figures.archived += outcome.archived;
    figures.last = std::max(figures.position, plan_.table.rows);
    ++figures.chunks;
    figures.longest_chunk_ms = std::max(figures.longest_chunk_ms, outcome.milliseconds);
    figures.elapsed_ms = elapsed_ms();
    figures.chunk_rows = static_cast<long long>(size_.rows());
}

/// Keys are read back in the form in which they are written.
Batch::Outcome Batch::try_range(long long rows) {
    const auto began = std::chrono::steady_clock::now();
    const auto before = job_;
    Outcome outcome;
    try {
        pg::Transaction transaction(connection_);
        connection_.run(
            pg::own(
                "SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', true), "
                "set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true), "
                "set_config('synchronous_commit', 'off', true), set_config('extra_float_digits', '1', "
                "true), set_config('datestyle', 'ISO, YMD', true)"),
            {fmt::format("{}ms", settings_.lock_timeout.count())});
        pg::Parameters place;
        for (const auto& value : position_)
            place.add(value);
        const auto end = connection_.run(batch_range_end(plan_.table, rows, position_.empty()), place);
        for (std::size_t i = 0; i < end.columns() && !end.empty(); ++i) {
            outcome.end.push_back(end.get<std::string>(0, i));
            place.add(outcome.end.back());
        }
        const auto sql = batch_range(plan_.table, plan_.statement, position_.empty(), outcome.end.empty());
        if (archive_) {
            const auto counts = connection_.run(archiving(sql, plan_, *archive_, job_), place);
            outcome.changed = counts.get<long long>(0, 0);
            outcome.archived = counts.get<long long>(0, 1);
            if (outcome.archived != outcome.changed)
                throw Error(fmt::format("the archive {} took {} of {} rows", archive_->table,
                                        outcome.archived, outcome.changed),
                            ExitCode::conflict);
        } else {
            outcome.changed = connection_.run(sql, place).affected();
        }
        outcome.milliseconds =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
        job_.figures.position += rows;
        take_note(outcome);
        store_.update(job_);
        transaction.commit();
        return outcome;
    } catch (...) {
        job_ = before;
        throw;
    }
}

bool Batch::run_range(long long rows) {
    pg::Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::milliseconds(5000)});
    for (int tries = 0;; ++tries) {
        try {
            const auto outcome = try_range(rows);
            size_.took(static_cast<std::size_t>(rows), outcome.milliseconds);
            if (!outcome.end.empty())
                position_ = outcome.end;
            return !outcome.end.empty();
        } catch (const pg::SqlError& error) {
            if (!pg::is_contention(error.sqlstate()) || tries >= settings_.lock_retries)
                throw;
            size_.halve();
            rows = std::min(rows, static_cast<long long>(size_.rows()));
            listener_.show({.phase = job_.state,
                            .done = job_.figures.position,
                            .total = plan_.table.rows,
                            .waiting_for = "a lock on a row"});
        }
        backoff.wait();
    }
}

void Batch::wait_for_turn() {
    auto pause = std::chrono::milliseconds(20);
    for (auto why = throttle_->reason(job_.figures.deleted); !why.empty();
         why = throttle_->reason(job_.figures.deleted)) {
        listener_.show({.phase = job_.state,
                        .done = job_.figures.position,
                        .total = plan_.table.rows,
                        .waiting_for = why});
        pg::interruptible_sleep(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds(500));
    }
    if (const auto warning = throttle_->take_warning(); !warning.empty())
        listener_.warn(warning);
}

const Job& Batch::run() {
    connection_.ignore_interrupts(1);
    try {
        job_.state = "running";
        bool more = true;
        while (more) {
            cancel::check();
            wait_for_turn();
            const auto rate = options_.throttle.max_rate;
            const auto rows = static_cast<long long>(size_.rows());
            more =
                run_range(rate > 0 ? std::min(rows, std::max(static_cast<long long>(rate / 4), 1LL)) : rows);
            listener_.show({.phase = job_.state,
                            .done = std::min(job_.figures.position, std::max(plan_.table.rows, 0LL)),
                            .total = plan_.table.rows});
        }
        job_.state = "done";
        job_.figures.elapsed_ms = elapsed_ms();
        store_.update(job_);
    } catch (const Error& error) {
        if (error.code() != ExitCode::interrupted && connection_.alive() && !connection_.in_transaction()) {
            job_.state = "failed";
            job_.error = error.message();
            store_.update(job_);
        }
        throw;
    }
    return job_;
}

void Batch::abandon() {
    job_.state = "cancelled";
    store_.update(job_);
}

} // namespace pgmend::maintain
