#include "migrate/step_frame.hpp"

#include "migrate/section_session.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {

std::vector<pg::Query> begin_queries(const Execution& execution, const PlannedStep& step, bool durable) {
    auto queries = execution.session.begin_queries(durable);
    const auto settings = transaction_settings(step);
    if (settings == 0)
        return queries;
    // An isolation level holds from the first snapshot, which the other limits would take.
    queries.resize(1);
    for (std::size_t i = 0; i < settings; ++i)
        queries.push_back({.sql = step.statements[i].statement.sql, .location = step.statements[i].location});
    for (const auto& limit : execution.session.limits())
        queries.push_back({.sql = limit});
    return queries;
}

void begin_step(Execution& execution, const PlannedStep& step, bool change) {
    auto& connection = execution.session.connection();
    const auto& table = execution.session.version_table();
    for (const auto& query : begin_queries(execution, step, true))
        connection.run(query);
    if (execution.create_version_table)
        connection.run(table.create_sql());
    connection.run(table.lock_sql());
    if (change)
        for (const auto& query : table.change_queries(execution.rows, step.step.changes))
            connection.run(query);
    else
        connection.run(table.check_query(execution.rows));
}

void record(Execution& execution, const PlannedStep& step, std::size_t skipped) {
    auto& connection = execution.session.connection();
    const bool changed = leaves_session_changed(step);
    if (execution.ledger.enabled()) {
        if (changed)
            for (const auto& sql : role_resets())
                connection.run(sql);
        connection.run(execution.ledger.insert_query(entry_of(step, skipped)));
    }
    // A proxy may give the next transaction to another session: this one is left as it was.
    if (changed && execution.session.pooled())
        for (const auto& sql : session_resets(step, execution.session))
            connection.run(sql);
}

void restore_session(Execution& execution, const PlannedStep& step) {
    if (execution.session.pooled() || !leaves_session_changed(step))
        return;
    auto& connection = execution.session.connection();
    connection.run("BEGIN");
    for (const auto& sql : session_resets(step, execution.session))
        connection.run(sql);
    connection.run("COMMIT");
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
    auto shown = of_revision(error, step.id());
    if (error.is(pg::sqlstate::active_transaction) || error.is(pg::sqlstate::invalid_termination))
        shown.with_hint(
            "The statement must run outside a transaction: move it to a section that starts with '-- "
            "migrate:up transaction:false'.");
    throw shown;
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
