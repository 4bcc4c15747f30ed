#include "migrate/execute.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend::migrate {

using Direction = revision::Step::Direction;

std::string direction_word(Direction direction) {
    return direction == Direction::up ? "up" : "down";
}

LedgerEntry entry_of(const PlannedStep& step, std::size_t skipped) {
    const auto& revision = *step.step.revision;
    auto parents = revision.down_revisions;
    parents.insert(parents.end(), revision.depends_on.begin(), revision.depends_on.end());
    return {.revision = step.id(),
            .direction = direction_word(step.step.direction),
            .checksum = step.checksum,
            .statements = step.size(),
            .done = step.size(),
            .skipped = skipped,
            .down_sql = step.down_sql,
            .parents = std::move(parents),
            .closes = step.step.changes.empty()};
}

bool lost_a_race(const pg::SqlError& error, const VersionTable& table) {
    if (is_moved(error))
        return true;
    return error.statement() == table.create_sql() &&
           (error.is(pg::sqlstate::unique_violation) || error.is(pg::sqlstate::duplicate_table));
}

pg::SqlError of_revision(const pg::SqlError& error, const std::string& revision) {
    auto copy = error;
    copy.with_revision(revision);
    return copy;
}

void run_statement(Session& session, const PlannedStatement& planned, const std::vector<std::string>& sql) {
    auto& connection = session.connection();
    const auto& timeout = planned.statement.directives.timeout;
    const bool local = connection.in_transaction();
    if (timeout)
        connection.run(fmt::format("SET {} statement_timeout = {}", local ? "LOCAL" : "", timeout->count()));
    try {
        if (sql.empty())
            connection.run({.sql = planned.statement.sql, .location = planned.location});
        for (const auto& text : sql)
            connection.run({.sql = text, .location = planned.location});
    } catch (pg::SqlError& error) {
        // The server's position is one in a text that the file does not have.
        if (!planned.original_sql.empty())
            error.at(planned.location)
                .with_detail(fmt::format("{}{}The rewritten statement was: {}", error.detail(),
                                         error.detail().empty() ? "" : "\n", error.statement()));
        throw;
    }
    if (timeout && !local && session.pooled())
        connection.run("RESET statement_timeout"); // a setting would stay in the proxy's session
    else if (timeout)
        connection.run(fmt::format("SET {} statement_timeout = {}", local ? "LOCAL" : "",
                                   session.settings().statement_timeout.count()));
}

} // namespace pgmend::migrate
