#include "migrate/checks.hpp"

#include "migrate/section_session.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

bool writes(const statement::Statement& statement) {
    if (statement.category == statement::Category::session)
        return false;
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT ||
        node->node_case == PG_QUERY__NODE__NODE_VIEW_STMT ||
        node->node_case == PG_QUERY__NODE__NODE_GRANT_STMT)
        return false;
    return true;
}

bool names(const statement::Statement& statement, const std::string& schema, const std::string& table) {
    return std::ranges::any_of(statement.relations, [&](const statement::ObjectName& one) {
        return one.name == table && (one.schema.empty() || one.schema == schema);
    });
}

} // namespace

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
            if (names(planned.statement, table.schema(), table.name()) && writes(planned.statement))
                throw UsageError(
                    fmt::format("revision {} writes the version table {}", step.id(), table.qualified()))
                    .at(planned.location)
                    .with_detail("The table is created and kept by pgmend, as Alembic does it.")
                    .with_hint("Leave the statement out, or keep the versions in another table with "
                               "--version-table or --version-schema.")
                    .with_revision(step.id());
    }
}

} // namespace pgmend::migrate
