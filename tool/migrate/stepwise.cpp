#include "migrate/stepwise.hpp"

#include "migrate/judged.hpp"
#include "migrate/later_state.hpp"
#include "migrate/ledger_queries.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using statement::Effect;
using statement::ObjectKind;
using statement::Statement;
using statement::Verb;

constexpr std::string_view savepoint = "SAVEPOINT pgmend_statement";
constexpr std::string_view back = "ROLLBACK TO SAVEPOINT pgmend_statement";
constexpr std::string_view release = "RELEASE SAVEPOINT pgmend_statement";

/// Whether a look at names beforehand is not enough: routines are told apart by arguments that only the
/// server reads, and settings of some kinds are refused where they are so already.
bool may_be_refused(const Statement& statement) {
    return is_judged(statement) && std::ranges::none_of(statement.effects, [](const Effect& effect) {
               const auto kind = effect.object.kind;
               const bool told_by_name = kind == ObjectKind::table || kind == ObjectKind::view ||
                                         kind == ObjectKind::materialized_view || kind == ObjectKind::index ||
                                         kind == ObjectKind::sequence || kind == ObjectKind::column ||
                                         kind == ObjectKind::constraint || kind == ObjectKind::schema;
               return told_by_name && effect.verb != Verb::alter;
           });
}

std::vector<Statement> section_of(const PlannedStep& step) {
    std::vector<Statement> section;
    section.reserve(step.statements.size());
    for (const auto& planned : step.statements)
        section.push_back(planned.statement);
    return section;
}

} // namespace

Stepwise::Stepwise(Execution& execution, const PlannedStep& step)
    : execution_(execution), step_(step), section_(section_of(step)),
      history_(execution.graph, execution.rows,
               [&session = execution.session] { return taken_back(session); }),
      judge_(execution.session.connection(), section_, execution.session.schema(), history_) {}

void Stepwise::notify(const Decision& decision) {
    if (!decision.warning.empty())
        execution_.listener.warn(fmt::format("{}: {}", step_.id(), decision.warning));
    if (!decision.reason.empty() && decision.warning.empty())
        execution_.listener.notify(fmt::format("{}: {} {}{}", step_.id(), describe(decision.object),
                                               decision.reason,
                                               decision.action == Action::skip ? ": skipped" : ""));
    for (const auto one : decision.done) {
        done_.insert(one);
        execution_.listener.notify(fmt::format("{}: line {} is part of it: skipped", step_.id(),
                                               step_.statements[one].location.line));
    }
}

void Stepwise::refuse(std::size_t index, const Decision& decision) const {
    auto shown = step_.statements[index];
    note(shown, decision);
    if (!decision.differences.empty())
        shown.left_by = later_state(execution_.session, step_, index, decision.object, execution_.graph);
    throw conflict_error(shown, step_.id());
}

Decision Stepwise::decide_or_refuse(std::size_t index, std::size_t at_most) {
    if (done_.contains(index))
        return {.action = Action::skip};
    auto decision = judge_.decide(index, at_most);
    if (decision.action == Action::conflict)
        refuse(index, decision);
    notify(decision);
    return decision;
}

bool Stepwise::run(std::size_t index, std::size_t at_most) {
    if (execution_.as_written) {
        run_statement(execution_.session, step_.statements[index], {});
        return false;
    }
    return run_or_skip(index, decide_or_refuse(index, at_most));
}

bool Stepwise::run_or_skip(std::size_t index, const Decision& decision) {
    if (decision.action == Action::skip)
        return true;
    auto& session = execution_.session;
    auto& connection = session.connection();
    const auto& planned = step_.statements[index];
    if (!decision.sql.empty() || !may_be_refused(planned.statement)) {
        run_statement(session, planned, decision.sql);
        judge_.ran(index);
        return false;
    }
    connection.run(savepoint);
    try {
        run_statement(session, planned, {});
    } catch (const pg::SqlError& error) {
        if (!says_existence(error, section_[index]) || !connection.alive())
            throw;
        connection.run(back);
        const auto refused = judge_.decide_refused(index, error);
        if (!refused)
            throw;
        if (refused->action == Action::conflict)
            refuse(index, *refused);
        connection.run(release);
        notify(*refused);
        return true;
    }
    connection.run(release);
    judge_.ran(index);
    return false;
}

bool Stepwise::is_undone(std::size_t index, std::size_t end) {
    const auto& statement = section_[index];
    if (!is_judged(statement) || statement.effects.empty())
        return false;
    Touched later;
    for (auto i = index + 1; i < end; ++i)
        later.add(section_[i]);
    const auto existing = catalog::find_existing(execution_.session.connection(), statement.effects);
    for (std::size_t i = 0; i < existing.size(); ++i) {
        const auto& effect = statement.effects[i];
        const bool is_later =
            effect.verb == Verb::create ? later.may_be_gone(effect, existing[i]) : later.may_exist(effect);
        const bool tells = catalog::is_checked(effect) && effect.verb != Verb::alter &&
                           !effect.object.name.empty() && !is_later;
        if (!tells || existing[i].present() != (effect.verb == Verb::create))
            return tells;
    }
    return false;
}

} // namespace pgmend::migrate
