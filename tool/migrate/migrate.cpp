#include "migrate/migrate.hpp"

#include "migrate/changed.hpp"
#include "migrate/execute_plan.hpp"
#include "migrate/explain.hpp"
#include "migrate/lock_room.hpp"
#include "migrate/make_safe.hpp"
#include "migrate/planner.hpp"
#include "migrate/runner.hpp"
#include "migrate/unfinished.hpp"
#include "migrate/witnesses.hpp"
#include "revision/resolve.hpp"
#include "revision/target.hpp"

#include <memory>
#include <utility>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using Rows = std::vector<std::string>;

/// Those from the first one on that has not been told.
void print_warnings(const Plan& plan, const Listener& listener, std::size_t first = 0) {
    for (auto i = first; i < plan.warnings.size(); ++i)
        listener.warn(plan.warnings[i]);
}

void run(Session& session, const revision::Graph& graph, const MakeSteps& make_steps,
         const Listener& listener, Outcome& outcome) {
    outcome.heads = session.rows();
    auto plan = draft(make_steps(session.rows()), session.rows());
    print_warnings(plan, listener);
    warn_of_changes(session, graph, listener);
    if (plan.steps.empty())
        return;
    session.prepare_for_changes(listener);
    Runner(session, graph, make_steps, listener, outcome).run(std::move(plan));
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
            throw Error(fmt::format("the version table changed while '{}' was waiting to start", text),
                        ExitCode::lock_timeout)
                .with_hint(
                    "check 'pgmend current' and specify the target again, preferably as a revision id");
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
    print_warnings(plan, listener);
    const auto printed = plan.warnings.size();
    complete(plan, session, &graph);
    if (session.settings().rewrite_safe && !conflict_error(plan)) {
        make_safe(plan, session, Ledger::possible(session));
        plan.warnings.resize(printed);
        complete(plan, session, &graph);
    }
    explain(plan, session);
    warn_of_locks(plan, session.connection());
    print_warnings(plan, listener, printed);
    return plan;
}

} // namespace

Plan plan_upgrade(Session& session, const revision::Graph& graph, std::string_view target,
                  const Listener& listener) {
    auto plan = make_plan(session, graph, upgrade_maker(graph, target), listener);
    if (const auto error = contradiction(plan, graph, session))
        listener.warn(fmt::format("{}: upgrade will stop before it runs anything\n"
                                  "{}\n"
                                  "{}",
                                  error->message(), error->detail(), error->hint()));
    return plan;
}

Plan plan_downgrade(Session& session, const revision::Graph& graph, std::string_view target,
                    const Listener& listener) {
    return make_plan(session, graph, downgrade_maker(session, graph, target), listener);
}

Outcome apply(Session& session, const revision::Steps& steps, const Listener& listener, Existing existing) {
    session.refresh();
    auto plan = draft(steps, session.rows());
    Ledger ledger(session);
    Outcome outcome;
    Execution execution{.session = session,
                        .ledger = ledger,
                        .listener = listener,
                        .applied = outcome.applied,
                        .rows = session.rows(),
                        .create_version_table = !session.has_version_table(),
                        .as_written = existing == Existing::fail};
    try {
        execute(execution, plan);
    } catch (const VersionMoved&) { // nobody else is there
        throw Error("a revision has changed the version table")
            .with_hint("Remove the statement: pgmend changes the version table itself.");
    }
    outcome.heads = execution.rows;
    return outcome;
}

void upgrade(Session& session, const revision::Graph& graph, std::string_view target,
             const Listener& listener, Outcome& outcome) {
    run(session, graph, upgrade_maker(graph, target), listener, outcome);
}

void downgrade(Session& session, const revision::Graph& graph, std::string_view target,
               const Listener& listener, Outcome& outcome) {
    run(session, graph, downgrade_maker(session, graph, target), listener, outcome);
}

Outcome upgrade(Session& session, const revision::Graph& graph, std::string_view target,
                const Listener& listener) {
    Outcome outcome;
    upgrade(session, graph, target, listener, outcome);
    return outcome;
}

Outcome downgrade(Session& session, const revision::Graph& graph, std::string_view target,
                  const Listener& listener) {
    Outcome outcome;
    downgrade(session, graph, target, listener, outcome);
    return outcome;
}

} // namespace pgmend::migrate
