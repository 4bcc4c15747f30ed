#include "catalog/setting.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"

#include <algorithm>

namespace pgmend::catalog {
namespace {

bool answers_yes(pg::Connection& connection, std::string_view sql, pg::Parameters parameters) {
    const auto row = connection.run(pg::own(sql), std::move(parameters));
    return !row.empty() && row.get<std::optional<bool>>(0, 0).value_or(false);
}

std::string name_of(const PgQuery__RangeVar& relation) {
    return pg::quote_qualified(relation.schemaname, relation.relname);
}

/// Whether one table is a partition, or a child, of the other.
bool is_below(pg::Connection& connection, const std::string& child, const std::string& parent) {
    return answers_yes(connection,
                       "SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = "
                       "pg_catalog.to_regclass($1) AND inhparent = pg_catalog.to_regclass($2))",
                       {child, parent});
}

/// Whether the column is an identity column of this kind ('a' always, 'd' by default, '' none).
bool has_identity(pg::Connection& connection, const std::string& table, const std::string& column,
                  const std::string& kind) {
    return answers_yes(connection,
                       "SELECT attidentity = $3 FROM pg_catalog.pg_attribute WHERE attrelid = "
                       "pg_catalog.to_regclass($1) AND attname = $2 AND NOT attisdropped",
                       {table, column, kind});
}

bool is_done(pg::Connection& connection, const PgQuery__AlterTableStmt& stmt,
             const PgQuery__AlterTableCmd& command) {
    const auto table = name_of(*stmt.relation);
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition:
        return is_below(connection, name_of(*command.def->partition_cmd->name), table);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
        return !is_below(connection, name_of(*command.def->partition_cmd->name), table);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit:
        return is_below(connection, table, name_of(*command.def->range_var));
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropInherit:
        return !is_below(connection, table, name_of(*command.def->range_var));
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity:
        return has_identity(connection, table, command.name, command.def->constraint->generated_when);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
        return has_identity(connection, table, command.name, "");
    default:
        return false;
    }
}

bool is_done(pg::Connection& connection, const PgQuery__AlterEnumStmt& stmt) {
    const auto type =
        statement::list_name(statement::ObjectKind::type, statement::items(stmt.type_name, stmt.n_type_name));
    const auto has = [&](const char* label) {
        return answers_yes(connection,
                           "SELECT EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumtypid = "
                           "pg_catalog.to_regtype($1)::oid AND enumlabel = $2)",
                           {pg::quote_qualified(type.schema, type.name), std::string(label)});
    };
    return has(stmt.new_val) && (*stmt.old_val == '\0' || !has(stmt.old_val));
}

bool is_done(pg::Connection& connection, const PgQuery__AlterPublicationStmt& stmt) {
    const auto has = [&](const PgQuery__RangeVar& table) {
        return answers_yes(connection,
                           "SELECT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN "
                           "pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE p.pubname = $1 AND "
                           "r.prrelid = pg_catalog.to_regclass($2))",
                           {std::string(stmt.pubname), name_of(table)});
    };
    const bool adds = stmt.action == PG_QUERY__ALTER_PUBLICATION_ACTION__AP_AddObjects;
    const bool drops = stmt.action == PG_QUERY__ALTER_PUBLICATION_ACTION__AP_DropObjects;
    if (!adds && !drops)
        return false;
    const auto objects = statement::items(stmt.pubobjects, stmt.n_pubobjects);
    return std::ranges::all_of(objects, [&](const auto* node) {
        const auto& one = *node->publication_obj_spec;
        return one.pubtable != nullptr && has(*one.pubtable->relation) == adds;
    });
}

} // namespace

bool may_be_so_already(const statement::Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr)
        return false;
    if (node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return node->node_case == PG_QUERY__NODE__NODE_ALTER_ENUM_STMT ||
               node->node_case == PG_QUERY__NODE__NODE_ALTER_PUBLICATION_STMT;
    const auto& stmt = *node->alter_table_stmt;
    if (stmt.n_cmds != 1)
        return false;
    switch (stmt.cmds[0]->alter_table_cmd->subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropInherit:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
        return true;
    default:
        return false;
    }
}

bool is_so_already(pg::Connection& connection, const statement::Statement& statement,
                   std::span<const Existing> existing) {
    if (std::ranges::any_of(existing, [](const Existing& one) { return !one.present(); }))
        return false;
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr)
        return false;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT: {
        const auto& stmt = *node->alter_table_stmt;
        return stmt.n_cmds == 1 && is_done(connection, stmt, *stmt.cmds[0]->alter_table_cmd);
    }
    case PG_QUERY__NODE__NODE_ALTER_ENUM_STMT:
        return is_done(connection, *node->alter_enum_stmt);
    case PG_QUERY__NODE__NODE_ALTER_PUBLICATION_STMT:
        return is_done(connection, *node->alter_publication_stmt);
    default:
        return false;
    }
}

} // namespace pgmend::catalog
