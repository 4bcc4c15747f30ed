#include "migrate/ledger.hpp"
#include "migrate/lock.hpp"
#include "migrate/migrate.hpp"
#include "pg/transaction.hpp"
#include "revision/resolve.hpp"
#include "statement/checksum.hpp"

#include <set>

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

/// A record for each revision that the targets name, with the checksum of its file; those that they imply
/// have none.
std::vector<LedgerEntry> records(const revision::Graph& graph, std::span<const std::string> targets) {
    std::vector<LedgerEntry> entries;
    std::set<revision::Node> named;
    for (const auto& target : targets)
        for (const auto node : revision::resolve(graph, target))
            if (const auto& one = graph.at(node); named.insert(node).second)
                entries.push_back({.revision = one.id,
                                   .direction = "stamp",
                                   .checksum = one.up ? std::optional(statement::text_checksum(one.up->sql))
                                                      : std::nullopt});
    if (entries.empty())
        entries.push_back({.revision = "base", .direction = "stamp"});
    return entries;
}

/// Applied with what the session's rows imply.
bool is_applied(const revision::Graph& graph, const Session& session, revision::Node node) {
    return graph.ancestors(revision::resolve_rows(graph, session.rows()))[node];
}

} // namespace

Outcome stamp(Session& session, const revision::Graph& graph, std::span<const std::string> targets,
              bool purge, const Listener& listener) {
    session.prepare_for_changes(listener);
    const MigrationLock lock(session, listener);
    session.refresh();
    const auto before = session.rows();
    const auto steps =
        revision::stamp_steps(graph, purge ? std::vector<std::string>() : session.rows(), targets);
    Outcome outcome;
    Ledger ledger(session);
    ledger.ensure(listener);
    auto& connection = session.connection();
    try {
        write(session, steps, purge);
        // Also where the rows are those already: the record says that they are right.
        if (ledger.enabled())
            for (const auto& entry : records(graph, targets))
                connection.run(ledger.insert_query(entry));
        connection.run("COMMIT");
    } catch (...) {
        if (connection.alive() && connection.in_transaction())
            connection.run("ROLLBACK");
        throw;
    }
    for (const auto& step : steps.steps)
        outcome.applied.push_back(
            {.revision = joined(step.to), .message = fmt::format("from {}", joined(step.from))});
    if (purge && steps.steps.empty() && !before.empty())
        outcome.applied.push_back({.revision = "base", .message = fmt::format("from {}", joined(before))});
    session.refresh();
    outcome.heads = session.rows();
    for (const auto& applied : outcome.applied)
        if (listener.applied)
            listener.applied(applied);
    return outcome;
}

std::vector<std::string> accept(Session& session, const revision::Graph& graph,
                                std::span<const std::string> targets, const Listener& listener) {
    session.prepare_for_changes();
    const MigrationLock lock(session, listener);
    session.refresh();
    Ledger ledger(session);
    std::vector<std::string> accepted;
    for (const auto& target : targets) {
        for (const auto node : revision::resolve(graph, target)) {
            const auto& revision = graph.at(node);
            if (!is_applied(graph, session, node))
                throw UsageError(
                    fmt::format("revision {} is not applied, so its file can be changed freely", revision.id))
                    .at({.file = revision.path})
                    .with_revision(revision.id);
            if (revision.up && ledger.accept(revision.id, statement::text_checksum(revision.up->sql)))
                accepted.push_back(revision.id);
            else
                listener.notify(
                    fmt::format("revision {} has no ledger entry, so its file is not compared; 'pgmend "
                                "stamp' records the revision of the database",
                                revision.id));
        }
    }
    return accepted;
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
