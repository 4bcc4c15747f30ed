#include "migrate/runner.hpp"

#include "base/cancel.hpp"
#include "migrate/blockers.hpp"
#include "migrate/execute_plan.hpp"
#include "migrate/make_safe.hpp"
#include "migrate/planner.hpp"
#include "migrate/run_errors.hpp"
#include "migrate/settle.hpp"
#include "migrate/witnesses.hpp"
#include "pg/retry.hpp"
#include "pg/watching.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

bool is_worth_another_try(const Error& any) {
    const auto* sql = dynamic_cast<const pg::SqlError*>(&any);
    if (sql == nullptr)
        return any.code() == ExitCode::lock_timeout; // the reader of the catalog met the lock
    return pg::is_contention(sql->sqlstate());
}

int tries(const Plan& plan, const Settings& settings) {
    int max_tries = settings.lock_retries;
    for (const auto& step : plan.steps)
        for (const auto& planned : step.statements)
            max_tries = std::max(max_tries, planned.statement.directives.retry.value_or(0));
    return max_tries;
}

std::string lines_of(const std::vector<Blocker>& who) {
    std::string lines;
    for (const auto& one : who)
        lines += (lines.empty() ? "" : "\n") + one.text;
    return lines;
}

bool same_rows(std::vector<std::string> one, std::vector<std::string> other) {
    std::ranges::sort(one);
    std::ranges::sort(other);
    return one == other;
}

/// Connects until the session's patience ends; then throws the error with why it was not possible.
void reach_again(Session& session, pg::SqlError& error) {
    const auto give_up = std::chrono::steady_clock::now() + session.settings().wait_server;
    for (pg::Backoff backoff({});; backoff.wait()) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(give_up - std::chrono::steady_clock::now());
        try {
            return session.reconnect(std::max(left, std::chrono::milliseconds(0)));
        } catch (const pg::SqlError& refusal) {
            if (refusal.connection_lost() && left.count() > 0)
                continue;
            throw error.with_detail(fmt::format("{}{}then {}", error.detail(),
                                                error.detail().empty() ? "" : "; ", refusal.message()));
        }
    }
}

} // namespace

Runner::Runner(Session& session, const revision::Graph& graph, const MakeSteps& make_steps,
               const Listener& listener, Outcome& outcome)
    : session_(session), graph_(graph), make_steps_(make_steps), listener_(listener), inner_(listener),
      outcome_(outcome) {
    ledger_.emplace(session);
    if (!session.pooled())
        inner_.progress = {};
    inner_.applied = [this](const Applied& applied) { tell_applied(applied); };
    pg::on_warning([this](const pg::Notice& notice) { hear_warning(notice); });
}

Runner::~Runner() {
    pg::on_warning({});
}

void Runner::run(Plan plan) {
    pg::Backoff backoff({.first = std::chrono::milliseconds(100), .max = std::chrono::seconds(5)});
    for (;; plan = {}) {
        before_ = outcome_.applied.size();
        try {
            if (!lock_)
                lock_.emplace(session_, listener_);
            if (!renew(plan))
                return;
            question(plan);
            return attempt(plan);
        } catch (const VersionMoved&) {
            listener_.notify("another process has changed the version table; planning again");
            continue;
        } catch (pg::SqlError& error) {
            if (error.connection_lost()) {
                connect_again(error, plan);
                continue;
            }
            give_way(error, plan);
        } catch (Error& error) {
            give_way(error, plan);
        }
        backoff.wait();
    }
}

/// Asks the witnesses, once: what this run itself applies is no news.
void Runner::question(const Plan& plan) {
    if (std::exchange(questioned_, true))
        return;
    if (auto error = contradiction(plan, graph_, session_))
        throw *std::move(error);
}

/// Reads the rows again, and plans again if they are not those of the plan; false when nothing is left to do.
bool Runner::renew(Plan& plan) {
    session_.refresh();
    const auto& rows = session_.rows();
    const bool own = !outcome_.applied.empty() && same_rows(outcome_.heads, rows);
    outcome_.heads = rows;
    if (plan.steps.empty() || plan.from != rows) {
        const auto left = own ? rest(rows) : std::nullopt;
        plan = draft(left ? *left : make_steps_(rows), rows);
    }
    steps_.clear();
    for (const auto& step : plan.steps)
        steps_.push_back(step.step);
    return !plan.steps.empty();
}

/// What is left of the steps in hand where the database is as this run has left it: a relative target would
/// mean others now.
std::optional<revision::Steps> Runner::rest(const std::vector<std::string>& rows) const {
    for (auto step = steps_.begin(); step != steps_.end(); ++step)
        if (same_rows(step->rows_after, rows))
            return revision::Steps{.steps = {step + 1, steps_.end()}, .warnings = {}};
    return std::nullopt;
}

void Runner::attempt(Plan& plan) {
    done_ = StatementWatch::preparing;
    const StatementWatch watch(session_, plan, done_, lock_->backend_pid(), listener_);
    settle(session_);
    complete(plan, session_, &graph_);
    if (auto conflict = conflict_error(plan))
        throw *std::move(conflict);
    ledger_->ensure(listener_);
    if (session_.settings().rewrite_safe && !plan.safe) {
        make_safe(plan, session_, ledger_->enabled());
        complete(plan, session_, &graph_);
        if (auto conflict = conflict_error(plan))
            throw *std::move(conflict);
    }
    Execution execution{.session = session_,
                        .ledger = *ledger_,
                        .listener = inner_,
                        .applied = outcome_.applied,
                        .rows = session_.rows(),
                        .create_version_table = !session_.has_version_table(),
                        .begun = ledger_->begun(direction_word(plan.direction)),
                        .graph = &graph_};
    try {
        carry_out(execution, plan, watch);
    } catch (...) {
        outcome_.heads = execution.rows;
        throw;
    }
    outcome_.heads = execution.rows;
}

void Runner::carry_out(Execution& execution, Plan& plan, const StatementWatch& watch) {
    done_ = 0;
    try {
        execute(execution, plan);
    } catch (const pg::SqlError& error) {
        if (watch.waited_for_itself() && error.is(pg::sqlstate::query_canceled))
            throw waits_for_itself(error);
        throw;
    } catch (const Interrupted&) {
        if (unreplicated_)
            throw not_replicated();
        throw;
    }
    if (unreplicated_)
        throw not_replicated();
}

/// After a lock that was not to be had: everything is to be tried again. Throws what is no such error, and
/// when it was tried often enough.
void Runner::give_way(Error& error, const Plan& plan) {
    if (!is_worth_another_try(error))
        throw; // NOLINT: called from a handler
    const auto who = blockers(session_, error);
    const auto max_tries = tries(plan, session_.settings());
    if (failures_++ >= max_tries) {
        if (!who.empty() && error.detail().empty())
            error.with_detail(lines_of(who));
        throw; // NOLINT
    }
    for (const auto& one : who)
        listener_.notify(one.text);
    for (const auto& line : terminate(session_, who, session_.settings().terminate_blockers))
        listener_.notify(line);
    listener_.notify(fmt::format("{}; trying again ({} of {})", error.message(), failures_, max_tries));
}

const PlannedStep* Runner::in_hand(const Plan& plan) const {
    const auto done = outcome_.applied.size() - before_;
    return done < plan.steps.size() ? &plan.steps[done] : nullptr;
}

/// After the loss of the connection: waits for the server, or another one of the URL's, and reads what is
/// done. Throws the error when that takes too long, and when the same revision has met it before: that may be
/// why.
void Runner::connect_again(pg::SqlError& error, const Plan& plan) {
    const auto* step = in_hand(plan);
    const auto revision = step != nullptr ? step->id() : std::string();
    const auto patience = session_.settings().wait_server;
    if (error.revision().empty())
        error.with_revision(revision);
    if (error.hint().empty())
        error.with_hint("the same command continues where this one stopped");
    if (patience.count() == 0 || cancel::requests() > 0)
        throw; // NOLINT: called from a handler
    // Only a server that says goodbye sends the answers that it has kept back.
    const auto where = revision.empty() ? std::string()
                                        : fmt::format("in revision {}{}: ", revision,
                                                      error.sqlstate().empty() ? " or a later one" : "");
    listener_.notify(fmt::format("{}{}; waiting up to {} s for the server", where, error.message(),
                                 patience.count() / 1000));
    lock_.reset();
    reach_again(session_, error);
    ledger_.emplace(session_);
    record_committed_steps(plan);
    const auto* next = in_hand(plan);
    const auto before = std::exchange(lost_in_, next != nullptr ? next->id() : std::string());
    if (!before.empty() && before == lost_in_)
        throw error.with_revision(before).with_detail(
            fmt::format("{}{}this happened for the second time in this revision", error.detail(),
                        error.detail().empty() ? "" : "; "));
    listener_.notify("reconnected; continuing");
}

/// Records the steps whose commit was not confirmed but has happened, and removes those that a crash has
/// undone: all but the last revision of a run are committed without waiting for the disk.
void Runner::record_committed_steps(const Plan& plan) {
    outcome_.heads = session_.rows();
    const auto done = outcome_.applied.size() - before_;
    std::optional<std::size_t> found; // so many steps
    if (same_rows(plan.from, session_.rows()))
        found = 0;
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
        if (same_rows(plan.steps[i].step.rows_after, session_.rows()))
            found = i + 1;
    if (!found || *found == done)
        return;
    for (auto i = done; i < *found; ++i) {
        outcome_.applied.push_back({.revision = plan.steps[i].id(),
                                    .message = plan.steps[i].step.revision->message,
                                    .statements = plan.steps[i].size()});
        if (listener_.applied)
            listener_.applied(outcome_.applied.back());
    }
    for (auto i = *found; i < done; ++i)
        listener_.notify(fmt::format("revision {} was lost when the server crashed; applying it again",
                                     plan.steps[i].id()));
    outcome_.applied.resize(before_ + *found);
}

void Runner::hear_warning(const pg::Notice& notice) {
    // Server's source code, since the text may be in any language.
    if (notice.source.find("SyncRepWaitForLSN") != std::string::npos && cancel::requests() > 0)
        unreplicated_ = true;
    const auto text =
        notice.detail.empty() ? notice.message : fmt::format("{}: {}", notice.message, notice.detail);
    if (text == last_warning_) // a statement that is looked at first says it twice
        return;
    last_warning_ = text;
    listener_.warn(fmt::format("the server reports: {}", text));
}

void Runner::tell_applied(const Applied& applied) {
    ++done_;
    if (listener_.applied)
        listener_.applied(applied);
}

} // namespace pgmend::migrate
