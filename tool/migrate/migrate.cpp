#include "migrate/migrate.hpp"

#include "migrate/blockers.hpp"
#include "migrate/changed.hpp"
#include "migrate/execute.hpp"
#include "migrate/explain.hpp"
#include "migrate/lock.hpp"
#include "migrate/make_safe.hpp"
#include "migrate/planner.hpp"
#include "migrate/unfinished.hpp"
#include "migrate/witnesses.hpp"
#include "pg/pipeline.hpp"
#include "pg/retry.hpp"
#include "revision/resolve.hpp"
#include "revision/target.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using Rows = std::vector<std::string>;
using MakeSteps = std::function<revision::Steps(const Rows&)>;

void tell_warnings(const Plan& plan, const Listener& listener) {
    for (const auto& warning : plan.warnings)
        listener.warn(warning);
}

/// Runs a plan to its end. Throws VersionMoved, SqlError, Error.
void execute(Execution& execution, Plan& plan) {
    for (std::size_t i = 0; i < plan.steps.size();) {
        const auto begin = plan.steps.begin() + static_cast<std::ptrdiff_t>(i);
        // Rewritten, it may have been cut where it is not now.
        const auto is_whole = [&](const PlannedStep& step) {
            return step.one_transaction() && !execution.begun.contains(step.id());
        };
        const auto end = std::find_if_not(begin, plan.steps.end(), [&](const PlannedStep& step) {
            return is_whole(step) && !step.careful;
        });
        if (begin == end) {
            if (is_whole(*begin))
                execute_careful(execution, *begin);
            else
                execute_segments(execution, *begin);
            ++i;
            continue;
        }
        const auto done_before = execution.applied.size();
        const auto result = execute_fast(execution, std::span(begin, end), end == plan.steps.end());
        i += execution.applied.size() - done_before;
        if (result == FastEnd::needs_care)
            plan.steps[i].careful = true;
    }
}

bool is_worth_another_try(const Error& any) {
    const auto* sql = dynamic_cast<const pg::SqlError*>(&any);
    if (sql == nullptr)
        return any.code() == ExitCode::lock_timeout; // the reader of the catalog met the lock
    return pg::is_contention(sql->sqlstate());
}

int tries(const Plan& plan, const Settings& settings) {
    int most = settings.lock_retries;
    for (const auto& step : plan.steps)
        for (const auto& planned : step.statements)
            most = std::max(most, planned.statement.directives.retry.value_or(0));
    return most;
}

std::string lines_of(const std::vector<Blocker>& who) {
    std::string lines;
    for (const auto& one : who)
        lines += (lines.empty() ? "" : "\n") + one.text;
    return lines;
}

/// Plans and executes under the lock until nothing is left to do.
class Runner {
  public:
    Runner(Session& session, const revision::Graph& graph, const MakeSteps& make_steps,
           const Listener& listener)
        : session_(session), graph_(graph), make_steps_(make_steps), listener_(listener), ledger_(session) {}

    Outcome run(Plan plan) {
        const MigrationLock lock(session_, listener_);
        pg::Backoff backoff({.first = std::chrono::milliseconds(100), .most = std::chrono::seconds(5)});
        for (int failures = 0;; plan = {}) {
            if (!renew(plan))
                return {.applied = applied_, .heads = session_.rows()};
            question(plan);
            const auto most = tries(plan, session_.settings());
            try {
                auto heads = attempt(plan);
                return {.applied = applied_, .heads = std::move(heads)};
            } catch (const VersionMoved&) {
                listener_.tell("another migrator has changed the version table meanwhile; planning again");
                continue;
            } catch (Error& error) {
                if (!is_worth_another_try(error))
                    throw;
                const auto who = blockers(session_, error);
                if (failures++ >= most) {
                    if (!who.empty() && error.detail().empty())
                        error.with_detail(lines_of(who));
                    throw;
                }
                for (const auto& one : who)
                    listener_.tell(one.text);
                for (const auto& line : terminate(session_, who, session_.settings().terminate_blockers))
                    listener_.tell(line);
                listener_.tell(fmt::format("{}; giving way, then trying again ({} of {})", error.message(),
                                           failures, most));
            }
            backoff.wait();
        }
    }

  private:
    /// Asks the witnesses, once: what this run itself applies is no news.
    void question(const Plan& plan) {
        if (std::exchange(questioned_, true))
            return;
        if (auto error = contradiction(plan, graph_, session_))
            throw *std::move(error);
    }

    /// Reads the rows again, and plans again if they are not those of the plan; false when nothing is left to
    /// do.
    bool renew(Plan& plan) {
        session_.refresh();
        if (plan.steps.empty() || plan.from != session_.rows()) {
            const auto steps = make_steps_(session_.rows());
            plan = draft(steps, session_.rows());
        }
        return !plan.steps.empty();
    }

    /// Waits until the session of a run that was killed has ended its last transaction, which holds the lock
    /// on the version table: what it commits must not come in while the plan is made. One round trip.
    void settle() {
        if (!session_.has_version_table())
            return;
        const auto& table = session_.version_table();
        const auto lock_sql = table.lock_sql();
        std::optional<pg::SqlError> error;
        {
            pg::Pipeline pipeline(session_.connection());
            for (auto& query : session_.begin_queries(true))
                pipeline.send(std::move(query));
            pipeline.send({.sql = lock_sql});
            pipeline.send(table.check_query(session_.rows()));
            pipeline.send({.sql = "COMMIT"});
            pipeline.sync();
            while (pipeline.pending() > 0 && !error)
                error = pipeline.next().error;
        }
        if (!error)
            return;
        if (session_.connection().alive() && session_.connection().in_transaction())
            session_.connection().run("ROLLBACK");
        if (lost_a_race(*error, table))
            throw VersionMoved{};
        throw *error;
    }

    /// The rows of the version table afterwards.
    Rows attempt(Plan& plan) {
        settle();
        complete(plan, session_, &graph_);
        if (auto conflict = conflict_error(plan))
            throw *std::move(conflict);
        ledger_.ensure(listener_);
        if (session_.settings().rewrite_safe && !plan.safe) {
            make_safe(plan, session_, ledger_.enabled());
            complete(plan, session_, &graph_);
            if (auto conflict = conflict_error(plan))
                throw *std::move(conflict);
        }
        Execution execution{.session = session_,
                            .ledger = ledger_,
                            .listener = listener_,
                            .applied = applied_,
                            .rows = session_.rows(),
                            .create_version_table = !session_.has_version_table(),
                            .begun = ledger_.begun(direction_word(plan.direction)),
                            .graph = &graph_};
        execute(execution, plan);
        return execution.rows;
    }

    Session& session_;
    const revision::Graph& graph_;
    const MakeSteps& make_steps_;
    const Listener& listener_;
    Ledger ledger_;
    std::vector<Applied> applied_;
    bool questioned_ = false;
};

Outcome run(Session& session, const revision::Graph& graph, const MakeSteps& make_steps,
            const Listener& listener) {
    auto plan = draft(make_steps(session.rows()), session.rows());
    tell_warnings(plan, listener);
    warn_of_changes(session, graph, listener);
    if (plan.steps.empty())
        return {.heads = session.rows()};
    session.prepare_for_changes();
    return Runner(session, graph, make_steps, listener).run(std::move(plan));
}

/// Steps for a target; a relative one is pinned to the revision that it meant at first, since after another
/// migrator's work "+1" would mean one more.
MakeSteps upgrade_maker(const revision::Graph& graph, std::string_view target) {
    auto pinned = std::make_shared<std::string>(target);
    const bool relative = revision::parse_target(target).offset.has_value();
    return [&graph, pinned, relative](const Rows& rows) {
        auto steps = revision::upgrade_steps(graph, rows, *pinned);
        if (relative && !steps.steps.empty())
            *pinned = steps.steps.back().revision->id;
        return steps;
    };
}

/// What is half applied is looked for anew each time, since a first try may have taken it back; how many of
/// those a relative target counts is pinned.
MakeSteps downgrade_maker(Session& session, const revision::Graph& graph, std::string_view target) {
    auto first_rows = std::make_shared<std::optional<Rows>>();
    auto counted = std::make_shared<std::size_t>();
    const bool relative = revision::parse_target(target).offset.has_value();
    return [&session, &graph, text = std::string(target), relative, first_rows, counted](const Rows& rows) {
        if (relative && *first_rows && **first_rows != rows)
            throw Error(fmt::format("the version table has changed while '{}' was waiting to begin", text),
                        ExitCode::lock_timeout)
                .with_hint("look at 'pgmend current' and give the target again, best as a revision id");
        const auto unfinished = find_unfinished(session, graph);
        if (!*first_rows)
            *counted = counted_by(graph, text, unfinished);
        *first_rows = rows;
        return downgrade_steps(graph, rows, text, unfinished, *counted);
    };
}

Plan make_plan(Session& session, const revision::Graph& graph, const MakeSteps& make_steps,
               const Listener& listener) {
    auto plan = draft(make_steps(session.rows()), session.rows());
    tell_warnings(plan, listener);
    complete(plan, session, &graph);
    if (session.settings().rewrite_safe && !conflict_error(plan)) {
        make_safe(plan, session, Ledger::possible(session));
        complete(plan, session, &graph);
    }
    explain(plan, session);
    return plan;
}

} // namespace

Plan plan_upgrade(Session& session, const revision::Graph& graph, std::string_view target,
                  const Listener& listener) {
    auto plan = make_plan(session, graph, upgrade_maker(graph, target), listener);
    if (const auto error = contradiction(plan, graph, session))
        listener.warn(fmt::format("{}: upgrade will stop before anything runs\n{}\n{}", error->message(),
                                  error->detail(), error->hint()));
    return plan;
}

Plan plan_downgrade(Session& session, const revision::Graph& graph, std::string_view target,
                    const Listener& listener) {
    return make_plan(session, graph, downgrade_maker(session, graph, target), listener);
}

Outcome apply(Session& session, const revision::Steps& steps, const Listener& listener) {
    session.refresh();
    auto plan = draft(steps, session.rows());
    Ledger ledger(session);
    ledger.ensure(listener);
    Outcome outcome;
    Execution execution{.session = session,
                        .ledger = ledger,
                        .listener = listener,
                        .applied = outcome.applied,
                        .rows = session.rows(),
                        .create_version_table = !session.has_version_table()};
    execute(execution, plan);
    outcome.heads = execution.rows;
    return outcome;
}

Outcome upgrade(Session& session, const revision::Graph& graph, std::string_view target,
                const Listener& listener) {
    return run(session, graph, upgrade_maker(graph, target), listener);
}

Outcome downgrade(Session& session, const revision::Graph& graph, std::string_view target,
                  const Listener& listener) {
    return run(session, graph, downgrade_maker(session, graph, target), listener);
}

} // namespace pgmend::migrate
