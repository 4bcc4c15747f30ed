#include "maintain/dedupe.hpp"

#include "base/cancel.hpp"
#include "maintain/unique_index.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

// How a chunk stays safe beside writers. The scan noted of every row that has to go, and of the one that
// stays, its place (ctid) and its version (xmin); the two together name one version of one row for as long as
// the table's file is the same, since a new version has another xmin. So "still there with this xmin" means
// "unchanged since the scan".
//
// The kept row must not go at the same time. To lock it FOR SHARE before the delete is the plain way, and
// what `lock_kept` does; but it writes to every kept row, which measured 1.4 times as much as all the rest.
// The fast way deletes first, which locks the rows to delete, and then looks at the kept ones with a new
// snapshot. Whoever was changing one has either committed (it is not found) or is still at it (its xmax is
// set): then the chunk is rolled back and done with the kept rows locked. Whoever begins afterwards comes
// after us, and if it has looked at the whole group under lock, it waits for our rows to delete and finds
// them gone.

namespace pgmend::maintain {
namespace {

constexpr int max_scans = 6;

bool is_transient(const pg::SqlError& error, bool repoints) {
    return error.is(pg::sqlstate::lock_not_available) || error.is(pg::sqlstate::deadlock) ||
           error.is(pg::sqlstate::serialization) || (repoints && error.is("23503"));
}

} // namespace

struct Dedupe::ChunkOutcome {
    long long rows = 0;
    long long deleted = 0;
    long long archived = 0;
    long long repointed = 0;
    double milliseconds = 0;
    std::optional<WorkPlace> place; ///< up to where
    bool ended = false;             ///< nothing comes after it
    bool keeper_in_flux = false;    ///< a kept row may be on its way out; nothing was done
    bool rewritten = false;         ///< the places are no longer those of the scan; nothing was done
};

/// Index scans and lookups by place are wanted; a plan that reads the whole table would do so in every chunk.
/// That a chunk is on disk is for the job's end to see to: a crash of the server loses whole chunks.
void Dedupe::begin_chunk() {
    connection_.run(pg::begin_writing);
    connection_.run(
        pg::own("SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', true), "
                "set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true), "
                "set_config('synchronous_commit', 'off', true)"),
        {fmt::format("{}ms", settings_.lock_timeout.count())});
}

/// Rows of one part, in the transaction that is open.
void Dedupe::delete_part(const WorkPlace& from, long long rows, bool lock_kept, ChunkOutcome& outcome) {
    const ChunkSql sql{.work = work_.name(),
                       .part = from.part,
                       .table = &table_,
                       .archive = archive_ ? &*archive_ : nullptr,
                       .job = job_.id};
    const auto to = work_.end_of(connection_, from, rows);
    const pg::Parameters places{from.row_id, to};
    if (!table_.references.empty())
        connection_.run(sql.lock_rows(), places);
    if (options_.repoint)
        for (const auto& reference : table_.references)
            if (sql.concerns(reference))
                outcome.repointed += connection_.run(sql.repoint(reference), places).affected();
    const auto counts =
        connection_.run(sql.delete_rows(lock_kept, job_.figures.position + outcome.rows), places);
    const auto deleted = counts.get<long long>(0, 1), archived = counts.get<long long>(0, 2);
    outcome.rewritten = !counts.get<bool>(0, 3);
    if (archive_ && archived != deleted)
        throw Error(fmt::format("the archive {} took {} of {} rows", archive_->table, archived, deleted),
                    ExitCode::conflict)
            .with_hint("nothing of this chunk was deleted; look for triggers on the archive");
    if (!lock_kept && !outcome.rewritten)
        outcome.keeper_in_flux =
            connection_.run(sql.count_keepers_in_flux(), places).get<long long>(0, 0) > 0;
    outcome.rows += counts.get<long long>(0, 0);
    outcome.deleted += deleted;
    outcome.archived += archived;
    outcome.place = WorkPlace{.part = from.part, .row_id = to};
}

/// Up to so many rows, of as many parts as it takes: small partitions share a transaction.
Dedupe::ChunkOutcome Dedupe::try_chunk(long long rows, bool lock_kept) {
    const auto began = std::chrono::steady_clock::now();
    const auto took = [&] {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    };
    ChunkOutcome outcome{.place = work_place(job_.place)};
    try {
        begin_chunk();
        while (outcome.rows < rows && took() < static_cast<double>(options_.chunk_time.count())) {
            const auto next = work_.next(connection_, outcome.place);
            outcome.ended = !next;
            if (!next)
                break;
            outcome.rewritten = !holds_rows(next->part.rel) || !holds_rows(next->part.kept_rel);
            if (!outcome.rewritten)
                delete_part(*next, rows - outcome.rows, lock_kept, outcome);
            if (outcome.keeper_in_flux || outcome.rewritten) {
                connection_.run("ROLLBACK");
                return outcome;
            }
        }
        const auto before = job_;
        try {
            outcome.milliseconds = took();
            took_note(outcome);
            store_.update(job_);
            connection_.run("COMMIT");
        } catch (...) {
            job_ = before;
            throw;
        }
        outcome.milliseconds = took();
        return outcome;
    } catch (const Error&) {
        if (connection_.alive() && connection_.in_transaction())
            connection_.run("ROLLBACK");
        throw;
    }
}

void Dedupe::took_note(const ChunkOutcome& outcome) {
    auto& figures = job_.figures;
    if (outcome.rows == 0)
        return;
    job_.place = outcome.place->text();
    figures.position += outcome.rows;
    figures.deleted += outcome.deleted;
    figures.archived += outcome.archived;
    figures.repointed += outcome.repointed;
    figures.left_alone += outcome.rows - outcome.deleted;
    ++figures.chunks;
    figures.longest_chunk_ms = std::max(figures.longest_chunk_ms, outcome.milliseconds);
    figures.elapsed_ms = elapsed_ms();
    figures.chunk_rows = static_cast<long long>(size_.rows());
}

/// False when nothing was left to do.
bool Dedupe::run_chunk(long long rows) {
    pg::Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::milliseconds(5000)});
    bool lock_kept = !table_.references.empty();
    for (int tries = 0;; ++tries) {
        try {
            const auto outcome = try_chunk(rows, lock_kept);
            if (outcome.rewritten) {
                scan();
                return true;
            }
            if (outcome.keeper_in_flux) {
                lock_kept = true;
                continue;
            }
            job_.figures.longest_chunk_ms = std::max(job_.figures.longest_chunk_ms, outcome.milliseconds);
            const bool full = outcome.rows == static_cast<long long>(size_.rows());
            if (full || outcome.milliseconds > static_cast<double>(options_.chunk_time.count()))
                size_.took(size_.rows(), outcome.milliseconds);
            return !outcome.ended;
        } catch (const pg::SqlError& error) {
            if (!is_transient(error, options_.repoint) || tries >= settings_.lock_retries)
                throw;
            size_.halve();
            rows = std::min(rows, static_cast<long long>(size_.rows()));
            listener_.show(progress(error.is(pg::sqlstate::lock_not_available) ? "a lock on a row"
                                                                               : "another transaction"));
        }
        backoff.wait();
    }
}

void Dedupe::wait_for_turn() {
    auto pause = std::chrono::milliseconds(20);
    for (auto why = throttle_->reason(job_.figures.deleted); !why.empty();
         why = throttle_->reason(job_.figures.deleted)) {
        listener_.show(progress(why));
        pg::interruptible_sleep(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds(500));
    }
    if (const auto warning = throttle_->take_warning(); !warning.empty())
        listener_.warn(warning);
}

/// What a rate allows in a quarter of a second, so that it is an even one.
long long Dedupe::rows_at_once() const {
    const auto rows = static_cast<long long>(size_.rows());
    const auto rate = options_.throttle.max_rate;
    return rate > 0 ? std::min(rows, std::max(static_cast<long long>(rate / 4), 1LL)) : rows;
}

bool Dedupe::holds_rows(const std::string& oid) const {
    return std::ranges::any_of(table_.leaves,
                               [&](const Leaf& leaf) { return std::to_string(leaf.oid) == oid; });
}

void Dedupe::delete_all() {
    job_.state = "deleting";
    if (job_.figures.position >= job_.figures.last)
        return; // the work table may be gone
    auto scans = job_.figures.scans;
    do {
        cancel::check();
        if (std::exchange(scans, job_.figures.scans) != scans)
            listener_.notify(
                fmt::format("{} was rewritten after the scan; scanning again", table_.qualified));
        if (scans > max_scans + 20)
            throw Error(fmt::format("{} was rewritten repeatedly", table_.qualified));
        wait_for_turn();
        listener_.show(progress());
    } while (run_chunk(rows_at_once()));
    listener_.show(progress());
}

const Job& Dedupe::run() {
    connection_.ignore_interrupts(1);
    try {
        delete_all();
        if (options_.then_unique)
            build_unique_index();
        finish();
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

/// Duplicates may come in until the index is there, so it is tried, and what came in is deleted, a few times.
void Dedupe::build_unique_index() {
    for (;;) {
        job_.state = "indexing";
        store_.update(job_);
        listener_.show(progress());
        connection_.ignore_interrupts(0);
        const bool built = try_unique_index(connection_, table_, options_.grouping, *options_.then_unique,
                                            settings_, listener_, dsn_);
        connection_.ignore_interrupts(1);
        if (built)
            return;
        if (job_.figures.scans >= max_scans)
            throw Error(
                fmt::format("new duplicates appear in {} faster than the unique index {} can be built",
                            table_.qualified, *options_.then_unique))
                .with_hint("stop the writers, and run the same command again");
        listener_.notify("new duplicates have appeared; deleting them");
        scan();
        delete_all();
    }
}

void Dedupe::finish() {
    if (options_.vacuum) {
        listener_.show({.phase = "vacuuming"});
        connection_.ignore_interrupts(0);
        connection_.run("VACUUM (ANALYZE) " + table_.qualified);
    }
    job_.state = "done";
    job_.figures.elapsed_ms = elapsed_ms();
    close_job();
}

} // namespace pgmend::maintain
