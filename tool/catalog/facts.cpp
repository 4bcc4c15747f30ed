#include "catalog/facts.hpp"

#include "catalog/references.hpp"
#include "catalog/scratch.hpp"
#include "pg/own_sql.hpp"
#include "pg/parameters.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"
#include "statement/added_column.hpp"
#include "statement/impact.hpp"
#include "statement/parse_tree.hpp"
#include "statement/retarget.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using Name = std::pair<std::string, std::string>;

constexpr std::size_t many_names = 200;

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
    const auto columns = list(rows, row, "column_names"), not_null = list(rows, row, "column_not_null"),
               column_types = list(rows, row, "column_types");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        facts.not_null[columns[i]] = not_null[i] == "t";
        facts.types[columns[i]] = column_types[i];
    }
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

/// A type of the server's own, which has no CHECK that each row would be given to; the parser puts pg_catalog
/// before those that have a keyword.
bool is_plain_type(const PgQuery__TypeName& type) {
    constexpr auto others = std::to_array<std::string_view>({"text", "uuid", "json", "jsonb", "date", "bytea",
                                                             "timestamptz", "timetz", "inet", "cidr", "name",
                                                             "oid", "int4", "int8", "int2", "float8"});
    const auto name_at = [&](std::size_t i) { return std::string_view(type.names[i]->string->sval); };
    return (type.n_names == 2 && name_at(0) == "pg_catalog") ||
           (type.n_names == 1 && std::ranges::find(others, name_at(0)) != others.end());
}

/// A column that the parse tree tells everything of: of a plain type, with a constant for its default.
bool is_plain(const PgQuery__ColumnDef& column) {
    return is_plain_type(*column.type_name) &&
           std::ranges::all_of(statement::items(column.constraints, column.n_constraints),
                               [](const auto* node) {
                                   const auto& constraint = *node->constraint;
                                   switch (constraint.contype) {
                                   case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
                                   case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
                                   case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
                                   case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
                                       return true;
                                   case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
                                       return constraint.raw_expr->node_case == PG_QUERY__NODE__NODE_A_CONST;
                                   default:
                                       return false;
                                   }
                               });
}

/// What only the server knows: types, volatility of defaults, domains.
bool is_worth_trying(const PgQuery__AlterTableCmd& command) {
    if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType)
        return true;
    return command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn &&
           command.def->column_def->n_constraints > 0 && !is_plain(*command.def->column_def);
}

/// What can be told without running anything.
enum class Unrun { yes, no, unknown, can_be_tried };

/// Of a column to be added: the server evaluates a default at once unless it is volatile, and what the
/// database's own functions do then is not undone. So those are looked at in a table of the column's own,
/// where nothing is evaluated.
Unrun rewrites_unrun(pg::Connection& connection, Scratch& scratch, const Existing& existing,
                     const statement::Statement& part, const statement::AddedColumn& column) {
    const auto name = scratch.altered_name(existing.schema, existing.name);
    connection.run(scratch.text(statement::with_sql(
        part, fmt::format("CREATE TABLE {} (LIKE {}, {})", name,
                          scratch.name_of(existing.schema, existing.name), column.definition))));
    const auto row = connection.run(sql::scratch_default, {name});
    if (row.get<bool>(0, "constrained") || row.get<bool>(0, "is_stored"))
        return Unrun::yes;
    if (!row.get<bool>(0, "own"))
        return Unrun::can_be_tried;
    // A volatile one may be a constant once its body stands in its place.
    return row.get<bool>(0, "computed") ? Unrun::unknown : Unrun::no;
}

/// Whether the part gives its table's copy a new file.
bool rewrites_copy(pg::Connection& connection, Scratch& scratch, const std::string& copy,
                   const statement::Statement& part) {
    const auto file = [&] {
        return connection.run(pg::own("SELECT pg_relation_filenode($1::regclass)"), {copy})
            .get<std::string>(0, 0);
    };
    const auto before = file();
    connection.run(scratch.text(statement::with_sql(part, statement::rewritten(part, {.relation = copy}))));
    return file() != before;
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
    // For many relations the server would rather compile the query, for longer than it takes.
    std::optional<pg::Transaction> transaction;
    if (names.size() > many_names && !connection.in_transaction()) {
        transaction.emplace(connection, pg::begin_reading);
        connection.run("SET LOCAL jit = off");
    }
    const auto rows = connection.run(sql::relation_facts, {schemas, names});
    for (std::size_t row = 0; row < rows.rows(); ++row)
        facts.relations[{rows.get<std::string>(row, "schema"), rows.get<std::string>(row, "name")}] =
            facts_in(rows, row);
    return facts;
}

std::optional<bool> rewrites(pg::Connection& connection, const statement::Statement& part) {
    const auto outcome = statement::parse(part);
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
        Scratch scratch(connection);
        const auto copy = scratch.copy(existing);
        const auto* const referring = &part;
        for (const auto& other : referred_to(connection, std::span(&referring, 1)))
            scratch.refer_to(other);
        const auto column = statement::added_column(part);
        if (column && column->evaluates)
            (void)scratch.altered_name(existing.schema, existing.name);
        scratch.enter(Scratch::First::references);
        const auto known = column && column->evaluates
                               ? rewrites_unrun(connection, scratch, existing, part, *column)
                               : Unrun::can_be_tried;
        if (known == Unrun::unknown)
            return std::nullopt;
        if (known != Unrun::can_be_tried)
            return known == Unrun::yes;
        return rewrites_copy(connection, scratch, copy, part);
    } catch (const pg::SqlError& error) {
        if (error.connection_lost() || error.code() == ExitCode::interrupted)
            throw;
        return std::nullopt;
    }
}

} // namespace pgmend::catalog
