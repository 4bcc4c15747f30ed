#include "migrate/careful.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {

void begin_step(Execution& execution, const PlannedStep& step, bool change) {
    auto& connection = execution.session.connection();
    const auto& table = execution.session.version_table();
    execution.session.begin(true);
    if (execution.create_version_table)
        connection.run(table.create_sql());
    connection.run(table.lock_sql());
    if (change)
        for (const auto& query : table.change_queries(execution.rows, step.step.changes))
            connection.run(query);
    else
        connection.run(table.check_query(execution.rows));
}

Decision decide_or_refuse(Execution& execution, const PlannedStep& step, const PlannedStatement& planned) {
    auto decision = decide(execution.session.connection(), planned.statement, later_than(step, planned));
    if (decision.action == Action::conflict) {
        auto shown = planned;
        note(shown, decision);
        throw conflict_error(shown, step.id());
    }
    tell_decision(execution, step, decision);
    return decision;
}

void tell_decision(Execution& execution, const PlannedStep& step, const Decision& decision) {
    if (!decision.reason.empty())
        execution.listener.tell(fmt::format("{}: {} {}{}", step.id(), describe(decision.object),
                                            decision.reason,
                                            decision.action == Action::skip ? ": skipped" : ""));
}

bool run_carefully(Execution& execution, const PlannedStep& step, const PlannedStatement& planned) {
    const auto decision = decide_or_refuse(execution, step, planned);
    if (decision.action == Action::skip)
        return true;
    run_statement(execution.session, planned, decision.sql);
    return false;
}

void roll_back(Execution& execution) {
    auto& connection = execution.session.connection();
    if (connection.alive() && connection.in_transaction())
        connection.run("ROLLBACK");
}

void give_up(Execution& execution, const PlannedStep& step, const pg::SqlError& error) {
    roll_back(execution);
    if (lost_a_race(error, execution.session.version_table()))
        throw VersionMoved{};
    throw of_revision(error, step.id());
}

void finish(Execution& execution, const PlannedStep& step, std::size_t skipped, double milliseconds) {
    execution.rows = step.step.rows_after;
    execution.create_version_table = false;
    execution.applied.push_back({.revision = step.id(),
                                 .message = step.step.revision->message,
                                 .statements = step.size(),
                                 .skipped = skipped,
                                 .milliseconds = milliseconds});
    if (execution.listener.applied)
        execution.listener.applied(execution.applied.back());
}

} // namespace pgmend::migrate
