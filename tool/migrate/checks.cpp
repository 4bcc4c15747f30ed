#include "migrate/checks.hpp"

#include "migrate/section_session.hpp"
#include "statement/writes.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {

void check_syntax(const Plan& plan, pg::Connection& connection) {
    for (const auto& step : plan.steps) {
        for (const auto& planned : step.statements) {
            if (planned.statement.parsed)
                continue;
            try {
                connection.prepare("", planned.statement.sql);
            } catch (const pg::SqlError& error) {
                if (error.connection_lost())
                    throw;
                if (!error.is("42601"))
                    continue;
                const pg::SqlError placed(error.diagnostic(), planned.statement.sql, planned.location, false);
                throw UsageError(placed.message()).at(placed.location()).with_revision(step.id());
            }
        }
    }
}

void check_version_table(const Plan& plan, const Session& session) {
    const auto& table = session.version_table();
    for (const auto& step : plan.steps) {
        transaction_settings(step); // refuses what could not be run
        for (const auto& planned : step.statements)
            if (statement::writes_table(planned.statement, table.schema(), table.name()))
                throw UsageError(
                    fmt::format("revision {} writes to the version table {}", step.id(), table.qualified()))
                    .at(planned.location)
                    .with_detail("The table is created and maintained by pgmend, as in Alembic.")
                    .with_hint("Remove the statement, or store the versions in another table with "
                               "--version-table or --version-schema.")
                    .with_revision(step.id());
    }
}

} // namespace pgmend::migrate
