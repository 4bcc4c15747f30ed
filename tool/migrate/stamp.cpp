#include "migrate/ledger.hpp"
#include "migrate/lock.hpp"
#include "migrate/migrate.hpp"
#include "pg/transaction.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids)
        text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? "base" : text;
}

void write(Session& session, const revision::Steps& steps, bool purge) {
    auto& connection = session.connection();
    const auto& table = session.version_table();
    session.begin(true);
    if (!session.has_version_table())
        connection.run(table.create_sql());
    connection.run(table.lock_sql());
    connection.run(table.check_query(session.rows()));
    auto rows = session.rows();
    if (purge) {
        connection.run(fmt::format("DELETE FROM {}", table.qualified()));
        rows.clear();
    }
    for (const auto& step : steps.steps) {
        for (const auto& query : table.change_queries(rows, step.changes))
            connection.run(query);
        rows = step.rows_after;
    }
}

} // namespace

Outcome stamp(Session& session, const revision::Graph& graph, std::span<const std::string> targets,
              bool purge, const Listener& listener) {
    session.prepare_for_changes();
    const MigrationLock lock(session, listener);
    session.refresh();
    const auto steps =
        revision::stamp_steps(graph, purge ? std::vector<std::string>() : session.rows(), targets);
    Outcome outcome;
    if (!steps.steps.empty() || purge) {
        Ledger ledger(session);
        ledger.ensure(listener);
        auto& connection = session.connection();
        try {
            write(session, steps, purge);
            for (const auto& step : steps.steps) {
                const auto to = joined(step.to);
                if (ledger.enabled())
                    connection.run(ledger.insert_query({.revision = to, .direction = "stamp"}));
                outcome.applied.push_back(
                    {.revision = to, .message = fmt::format("from {}", joined(step.from))});
            }
            connection.run("COMMIT");
        } catch (...) {
            if (connection.alive() && connection.in_transaction())
                connection.run("ROLLBACK");
            throw;
        }
    }
    session.refresh();
    outcome.heads = session.rows();
    for (const auto& applied : outcome.applied)
        if (listener.applied)
            listener.applied(applied);
    return outcome;
}

bool ensure_version(Session& session) {
    if (session.has_version_table())
        return false;
    session.prepare_for_changes();
    session.begin(true);
    try {
        session.connection().run(session.version_table().create_sql());
    } catch (const pg::SqlError& error) {
        session.connection().run("ROLLBACK");
        if (!error.is(pg::sqlstate::unique_violation) && !error.is(pg::sqlstate::duplicate_table))
            throw;
        return false;
    }
    session.connection().run("COMMIT");
    return true;
}

} // namespace pgmend::migrate
