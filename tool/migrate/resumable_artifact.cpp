#include "migrate/resumable_artifact.hpp"

#include "catalog/compare.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "statement/online_rewrites.hpp"
#include "statement/parse_tree.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using statement::Statement;
using Later = std::span<const Statement>;

const PgQuery__AlterTableStmt* alter_table(const statement::ParseOutcome& outcome) {
    const auto* node = statement::only_statement(outcome.tree);
    return node != nullptr && node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT
               ? node->alter_table_stmt
               : nullptr;
}

bool adds_key(const PgQuery__AlterTableCmd& command) {
    if (command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint)
        return false;
    const auto& constraint = *command.def->constraint;
    return *constraint.indexname == '\0' && (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY ||
                                             constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE);
}

std::string table_of(const PgQuery__AlterTableStmt& stmt) {
    return pg::quote_qualified(stmt.relation->schemaname, stmt.relation->relname);
}

bool is_dropped_by(Later later, const std::string& constraint) {
    return std::ranges::any_of(later, [&](const Statement& next) {
        return std::ranges::any_of(next.effects, [&](const statement::Effect& effect) {
            return effect.verb == statement::Verb::drop && effect.object.name == constraint;
        });
    });
}

/// The columns that the sub-command makes NOT NULL.
std::vector<std::string> made_not_null(const PgQuery__AlterTableCmd& command) {
    if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull)
        return {command.name};
    std::vector<std::string> columns;
    const auto& key = *command.def->constraint;
    if (key.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY)
        for (const auto* column : statement::items(key.keys, key.n_keys))
            columns.emplace_back(column->string->sval);
    return columns;
}

/// Drops of the checks that are there for these columns, and that no later statement drops.
std::vector<std::string> drops_of_checks(pg::Connection& connection, const statement::AlterPart& part,
                                         Later later) {
    std::vector<std::string> drops;
    const auto table = table_of(part.table);
    for (const auto& column : made_not_null(part.command)) {
        const auto check =
            statement::made_name(part.table.relation->relname, column, statement::not_null_label);
        const auto found = connection.run(
            pg::own("SELECT FROM pg_constraint WHERE conrelid = to_regclass($1) AND conname = $2"),
            {table, check});
        if (!found.empty() && !is_dropped_by(later, check))
            drops.push_back(
                fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table, pg::quote_identifier(check)));
    }
    return drops;
}

/// Whether the index serves no constraint yet, and is on that table.
bool is_free(pg::Connection& connection, const catalog::Existing& index, const std::string& table) {
    const auto row = connection.run(
        pg::own("SELECT i.indrelid = to_regclass($2) AND NOT EXISTS (SELECT FROM pg_constraint k "
                "WHERE k.conindid = i.indexrelid) FROM pg_index i WHERE i.indexrelid = $1::oid"),
        {index.oid, table});
    return !row.empty() && row.get<bool>(0, 0);
}

std::optional<Decision> over_index(pg::Connection& connection, const statement::AlterPart& part) {
    const auto& constraint = *part.command.def->constraint;
    std::string name = constraint.conname;
    if (name.empty())
        if (const auto chosen = statement::default_name(*part.table.relation, constraint))
            name = chosen->text();
    if (name.empty())
        return std::nullopt;
    const auto steps = statement::key_over_index(part, name);
    const auto& build = steps.front().statement;
    if (build.effects.empty())
        return std::nullopt;
    const auto index = catalog::find_existing(connection, std::span(build.effects).first(1)).front();
    if (!index.present() || !is_free(connection, index, table_of(part.table)))
        return std::nullopt;
    Decision decision{.object = build.effects.front().object};
    if (!index.valid) {
        decision.sql = {"DROP INDEX " + pg::quote_qualified(index.schema, name), part.statement.sql};
        decision.reason = "is INVALID after an interrupted build: it is dropped";
        return decision;
    }
    if (!catalog::compare_created(
             connection,
             {.section = std::span(&build, 1), .index = 0, .existing = index, .default_schema = index.schema})
             .equal())
        return std::nullopt;
    decision.sql = {steps.back().statement.sql};
    decision.reason = "already exists: the constraint uses it";
    return decision;
}

} // namespace

bool may_have_resumable_artifact(const Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* stmt = alter_table(outcome);
    return stmt != nullptr && stmt->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE &&
           std::ranges::any_of(statement::items(stmt->cmds, stmt->n_cmds), [](const auto* one) {
               return one->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull ||
                      adds_key(*one->alter_table_cmd);
           });
}

bool checks_are_left(pg::Connection& connection) {
    const auto row =
        connection.run(pg::own("SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE contype = 'c' "
                               "AND conname LIKE '%\\_not\\_null\\_pgmend')"));
    return row.get<bool>(0, 0);
}

std::optional<Decision> decide_resumable_artifact(pg::Connection& connection, const Statement& statement,
                                                  Later later) {
    const auto outcome = statement::parse(statement);
    const auto* stmt = alter_table(outcome);
    if (stmt == nullptr || stmt->n_cmds != 1 || stmt->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE ||
        statement.effects.empty())
        return std::nullopt;
    const statement::AlterPart part{
        .statement = statement, .table = *stmt, .command = *stmt->cmds[0]->alter_table_cmd};
    const bool key = adds_key(part.command);
    if (!key && part.command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull)
        return std::nullopt;
    auto decision = key ? over_index(connection, part) : std::nullopt;
    auto drops = drops_of_checks(connection, part, later);
    if (drops.empty())
        return decision;
    if (!decision)
        decision = Decision{.sql = {part.statement.sql},
                            .object = part.statement.effects.front().object,
                            .reason = "has a helper constraint of an interrupted run: it is dropped "
                                      "afterwards"};
    std::ranges::move(drops, std::back_inserter(decision->sql));
    return decision;
}

} // namespace pgmend::migrate
