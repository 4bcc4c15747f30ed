#include "catalog/facts.hpp"

#include "catalog/twin.hpp"
#include "pg/parameters.hpp"
#include "sql/queries.hpp"
#include "statement/impact.hpp"
#include "statement/parse_tree.hpp"
#include "statement/retarget.hpp"

#include <set>

namespace pgmend::catalog {
namespace {

using Name = std::pair<std::string, std::string>;

void add_names(std::set<Name>& names, const statement::Statement& statement) {
    for (const auto& relation : statement.relations)
        names.emplace(relation.schema, relation.name);
    for (const auto& effect : statement.effects) {
        const auto& object = effect.object;
        if (object.kind == statement::ObjectKind::index)
            names.emplace(object.schema, object.name);
        if (!object.relation.empty())
            names.emplace(object.relation_schema, object.relation);
    }
}

std::vector<std::string> list(const pg::Result& rows, std::size_t row, std::string_view column) {
    return pg::parse_array(rows.get<std::string>(row, column));
}

statement::RelationFacts facts_in(const pg::Result& rows, std::size_t row) {
    statement::RelationFacts facts{.name = rows.get<std::string>(row, "full_name"),
                                   .kind = rows.get<std::string>(row, "kind").front(),
                                   .rows = rows.get<long long>(row, "rows"),
                                   .bytes = rows.get<long long>(row, "bytes"),
                                   .owner_table = rows.get<std::string>(row, "owner_table"),
                                   .unique = rows.get<bool>(row, "is_unique"),
                                   .referenced_columns = list(rows, row, "referenced_columns"),
                                   .referenced_by = list(rows, row, "referenced_by"),
                                   .partitions = list(rows, row, "partitions"),
                                   .default_partition = rows.get<std::string>(row, "default_partition"),
                                   .parent = rows.get<std::string>(row, "parent"),
                                   .dependent_views = list(rows, row, "dependent_views")};
    const auto columns = list(rows, row, "column_names"), not_null = list(rows, row, "column_not_null");
    for (std::size_t i = 0; i < columns.size(); ++i)
        facts.not_null[columns[i]] = not_null[i] == "t";
    const auto names = list(rows, row, "constraint_names"), types = list(rows, row, "constraint_types"),
               validated = list(rows, row, "constraint_validated"),
               others = list(rows, row, "constraint_others"), of = list(rows, row, "constraint_columns");
    for (std::size_t i = 0; i < names.size(); ++i)
        facts.constraints[names[i]] = {.type = types[i].front(),
                                       .validated = validated[i] == "t",
                                       .references = others[i],
                                       .columns = pg::parse_array(of[i])};
    return facts;
}

/// What only the server knows: types, volatility of defaults, domains.
bool is_worth_trying(const PgQuery__AlterTableCmd& command) {
    if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType)
        return true;
    return command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn &&
           command.def->column_def->n_constraints > 0;
}

} // namespace

statement::Facts read_facts(pg::Connection& connection,
                            std::span<const statement::Statement* const> statements) {
    std::set<Name> asked;
    for (const auto* statement : statements)
        add_names(asked, *statement);
    statement::Facts facts{.server_major = connection.server_version() / 10000, .relations = {}};
    if (asked.empty())
        return facts;
    std::vector<std::string> schemas, names;
    for (const auto& [schema, name] : asked) {
        schemas.push_back(schema);
        names.push_back(name);
    }
    const auto rows = connection.run(sql::relation_facts, {schemas, names});
    for (std::size_t row = 0; row < rows.rows(); ++row)
        facts.relations[{rows.get<std::string>(row, "schema"), rows.get<std::string>(row, "name")}] =
            facts_in(rows, row);
    return facts;
}

std::optional<bool> rewrites(pg::Connection& connection, const statement::Statement& part) {
    const auto outcome = statement::parse(part.sql);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT ||
        node->alter_table_stmt->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE ||
        node->alter_table_stmt->n_cmds != 1 ||
        !is_worth_trying(*node->alter_table_stmt->cmds[0]->alter_table_cmd))
        return std::nullopt;
    const statement::Effect table{
        .verb = statement::Verb::alter,
        .object = statement::relation_name(statement::ObjectKind::table, node->alter_table_stmt->relation)};
    const auto existing = find_existing(connection, std::span(&table, 1)).front();
    if (existing.kind != 'r' && existing.kind != 'p')
        return std::nullopt;
    try {
        TwinSchema twin(connection);
        const auto copy = twin.copy(existing);
        const auto before = connection.run("SELECT pg_relation_filenode($1::regclass)", {copy});
        connection.run(statement::rewritten(part, {.relation = copy}));
        const auto after = connection.run("SELECT pg_relation_filenode($1::regclass)", {copy});
        return after.text(0, 0) != before.text(0, 0);
    } catch (const pg::SqlError& error) {
        if (error.connection_lost() || error.code() == ExitCode::interrupted)
            throw;
        return std::nullopt;
    }
}

} // namespace pgmend::catalog
