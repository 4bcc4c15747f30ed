#include "migrate/judged.hpp"
#include "migrate/run_bare.hpp"
#include "migrate/section_session.hpp"
#include "migrate/step_frame.hpp"
#include "migrate/stepwise.hpp"
#include "migrate/unfinished.hpp"
#include "statement/checksum.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

/// A run of a step, segment by segment, and how far it has come.
class Run {
  public:
    Run(Execution& execution, const PlannedStep& step)
        : execution_(execution), step_(step), stepwise_(execution, step) {}

    std::size_t skipped() const { return skipped_; }
    /// Statements that stay done when the run ends here; none where nothing is recorded.
    std::size_t kept() const { return id_ ? kept_ : 0; }

    /// The ledger is read under the lock on the version table: a killed run's last COMMIT may still be on its
    /// way.
    void start() {
        begin_step(execution_, step_, false);
        if (const auto open = execution_.ledger.open_run(step_.id(), entry().direction, entry().parents))
            resume(*open);
        else if (execution_.ledger.enabled())
            id_ = execution_.ledger.open(entry());
        execution_.session.connection().run("COMMIT");
        execution_.create_version_table = false;
        kept_ = done_;
    }

    void run(const Segment& segment) {
        const bool last = segment.last == step_.statements.size(); // the version row is still to be changed
        if (!last && step_.statements[segment.last - 1].source < done_)
            return redo(segment);
        if (segment.transactional)
            run_together(segment);
        else
            run_alone(segment);
        kept_ = done_;
    }

  private:
    LedgerEntry entry() const {
        auto entry = entry_of(step_, skipped_);
        entry.done = done_;
        entry.finished = false;
        entry.done_checksum = checksum_of(done_);
        return entry;
    }

    std::string checksum_of(std::size_t count) const { return statement::checksum(step_.first(count)); }

    /// How many of the file's statements are done when those of the step before `last` are.
    std::size_t done_after(std::size_t last) const {
        return last == step_.statements.size() ? step_.size() : step_.statements[last].source;
    }

    void resume(const OpenRun& open) {
        if (open.done > step_.size() || !statement::is_checksum(open.done_checksum, step_.first(open.done)))
            throw UsageError(
                fmt::format("revision {} was interrupted after statement {}, and the statements before that "
                            "point have changed in its file",
                            step_.id(), open.done))
                .at({.file = step_.step.revision->path})
                .with_hint("restore these statements; later statements can be changed")
                .with_revision(step_.id());
        id_ = open.id;
        done_ = open.done;
        skipped_ = open.skipped;
        execution_.listener.notify(
            fmt::format("{}: continuing after statement {} of {}", step_.id(), done_, step_.size()));
    }

    /// Books the statements up to `last` in the open transaction; the last ones of all finish the run.
    void book(std::size_t last) {
        done_ = done_after(last);
        auto now = entry();
        now.finished = last == step_.statements.size();
        if (!id_)
            return;
        if (now.finished && leaves_session_changed(step_))
            for (const auto& sql : role_resets())
                execution_.session.connection().run(sql);
        execution_.session.connection().run(execution_.ledger.update_query(*id_, now));
    }

    /// What an earlier run has done is done once more where it was of the session, or where the catalog shows
    /// that somebody has undone it since.
    void redo(const Segment& segment) {
        for (auto i = segment.first; i < segment.last; ++i) {
            const auto& planned = step_.statements[i];
            if (planned.statement.category == statement::Category::session) {
                run_statement(execution_.session, planned, {});
                continue;
            }
            if (!planned.original_sql.empty() || !stepwise_.is_undone(i, first_to_do()))
                continue;
            execution_.listener.notify(
                fmt::format("{}: the effect of line {} was removed after it ran; running it again",
                            step_.id(), planned.location.line));
            if (!segment.transactional) {
                run_outside(i);
                continue;
            }
            begin_step(execution_, step_, false);
            stepwise_.run(i, i + 1);
            execution_.session.connection().run("COMMIT");
        }
    }

    std::size_t first_to_do() const {
        const auto& statements = step_.statements;
        const auto found =
            std::ranges::find_if(statements, [&](const auto& one) { return one.source >= done_; });
        return static_cast<std::size_t>(found - statements.begin());
    }

    void run_together(const Segment& segment) {
        const bool last = segment.last == step_.statements.size();
        const auto index = segment.first;
        const bool alone = segment.last == index + 1 && !step_.statements[index].own_transaction;
        begin_step(execution_, step_, last);
        for (auto i = segment.first; i < segment.last; ++i) {
            if (step_.statements[i].source < done_)
                continue;
            try {
                count(i, run_or_take_back(i, segment.last));
            } catch (const pg::SqlError& error) {
                const bool refuses_transaction =
                    error.is(pg::sqlstate::active_transaction) || error.is(pg::sqlstate::invalid_termination);
                if (!alone || !refuses_transaction || !execution_.session.connection().alive())
                    throw;
                roll_back(execution_);
                return run_alone(segment);
            }
        }
        book(segment.last);
        execution_.session.connection().run("COMMIT");
    }

    bool run_or_take_back(std::size_t index, std::size_t at_most) {
        const auto& planned = step_.statements[index];
        try {
            return stepwise_.run(index, at_most);
        } catch (pg::SqlError& error) {
            if (!planned.undo.empty() && error.sqlstate().starts_with("23"))
                take_back(planned, error);
            throw;
        }
    }

    /// The rows do not fit a constraint that is validated apart: as it is, it would refuse rows that were
    /// taken before.
    void take_back(const PlannedStatement& planned, pg::SqlError& error) {
        roll_back(execution_);
        std::string left = "the constraint exists but is NOT VALID: it applies to new rows only";
        if (!all_skipped_) { // else it is another run's, or somebody's by hand
            try {
                execution_.session.begin(false);
                execution_.session.connection().run(planned.undo);
                execution_.session.connection().run("COMMIT");
                left = "the constraint was dropped again, so new rows are not restricted";
            } catch (const pg::SqlError&) {
                roll_back(execution_);
            }
        }
        error.with_hint(fmt::format("fix the rows and run the same command again; {}", left));
    }

    void run_alone(const Segment& segment) {
        if (step_.statements[segment.first].source >= done_)
            count(segment.first, run_outside(segment.first));
        begin_step(execution_, step_, segment.last == step_.statements.size());
        book(segment.last);
        execution_.session.connection().run("COMMIT");
    }

    /// A statement of the file counts as skipped when all that stands for it was.
    void count(std::size_t index, bool skipped) {
        const auto& statements = step_.statements;
        const auto source = statements[index].source;
        if (index == 0 || statements[index - 1].source != source)
            all_skipped_ = true;
        all_skipped_ = all_skipped_ && skipped;
        if (all_skipped_ && (index + 1 == statements.size() || statements[index + 1].source != source))
            ++skipped_;
    }

    bool judges(const PlannedStatement& planned) const {
        return !execution_.as_written && is_judged(planned.statement);
    }

    /// True when it was skipped.
    bool run_outside(std::size_t index) {
        auto& connection = execution_.session.connection();
        const auto& planned = step_.statements[index];
        for (int attempt = 1;; ++attempt) {
            wait_for_builder(connection, planned);
            std::vector<std::string> instead;
            if (judges(planned)) {
                execution_.session.begin(false);
                const auto decision = stepwise_.decide_or_refuse(index, index + 1);
                connection.run("ROLLBACK");
                if (decision.action == Action::skip)
                    return true;
                instead = decision.sql;
            }
            try {
                run_bare(execution_.session, execution_.listener, planned, instead);
                stepwise_.ran(index);
                return false;
            } catch (const pg::SqlError& error) {
                if (error.connection_lost())
                    throw;
                // What a killed run had begun may have ended between the look and the statement: look again.
                if (says_existence(error, planned.statement) && judges(planned) && attempt < 3)
                    continue;
                throw;
            }
        }
    }

    Execution& execution_;
    const PlannedStep& step_;
    Stepwise stepwise_;
    std::optional<long long> id_;
    std::size_t done_ = 0;
    std::size_t kept_ = 0; ///< done and committed
    std::size_t skipped_ = 0;
    bool all_skipped_ = true; ///< of what stands for the file's statement in hand
};

} // namespace

void execute_segments(Execution& execution, const PlannedStep& step) {
    const Stopwatch watch;
    Run run(execution, step);
    try {
        run.start();
        for (const auto& segment : step.segments)
            run.run(segment);
        restore_session(execution, step);
    } catch (pg::SqlError& error) {
        report_rest(error, step, run.kept());
        give_up(execution, step, error);
    } catch (Error& error) {
        report_rest(error, step, run.kept());
        roll_back(execution);
        throw;
    } catch (...) {
        roll_back(execution);
        throw;
    }
    finish(execution, step, run.skipped(), watch.milliseconds());
}

} // namespace pgmend::migrate
