#include "catalog/setting.hpp"

#include "catalog/plain_setting.hpp"
#include "catalog/read.hpp"
#include "catalog/twin.hpp"
#include "pg/quote.hpp"
#include "statement/clauses.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/retarget.hpp"

#include <algorithm>

namespace pgmend::catalog {
namespace {

using statement::Effect;
using statement::ObjectKind;
using statement::Statement;

/// What a statement may touch: its relation if it names one that is known, else the schema, else everything.
ReadOptions scope(const Statement& statement, const Effect& effect, const Existing& existing) {
    ReadOptions options{.dependencies = false};
    options.excluded_schemas.clear();
    options.excluded_tables.clear();
    if (statement.effects.size() > 1)
        return options;
    const bool itself = effect.object.kind != ObjectKind::statistics;
    if (existing.kind != ' ' && itself) {
        options.schemas = {existing.schema};
        options.relations = {existing.name};
    } else if (!existing.schema.empty()) {
        options.schemas = {existing.schema};
    }
    return options;
}

/// Whether the object is read at all: what extensions own is not.
bool is_read(const schema::Model& model, const std::string& name) {
    return std::ranges::any_of(model.objects, [&](const schema::Object& object) {
        return object.id.name == name || object.id.parent == name;
    });
}

std::optional<bool> try_it(pg::Connection& connection, const Statement& statement, const Effect& effect,
                           const Existing& existing) {
    auto options = scope(statement, effect, existing);
    options.lock_timeout = lock_timeout(connection);
    const auto before = read(connection, options);
    for (const auto& one : statement.effects)
        if (!is_read(before, one.object.name))
            return std::nullopt;
    connection.run(statement.sql);
    return before == read(connection, options);
}

/// The attributes of a table that ALTER TABLE rewrites it for.
bool same_storage(const schema::Model& wanted, const schema::Model& found) {
    for (const auto& object : wanted.objects) {
        const auto* other = found.find(object.id);
        if (object.id.kind != schema::Kind::table || other == nullptr)
            continue;
        for (const auto* attribute : {"persistence", "tablespace", "access_method"})
            if (object.text(attribute) != other->text(attribute))
                return false;
    }
    return true;
}

bool is_storage(const PgQuery__AlterTableCmd& command) {
    return command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged ||
           command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged ||
           command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace ||
           command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod;
}

bool is_validated(pg::Connection& connection, const Existing& existing, const std::string& constraint) {
    const auto row = connection.run(
        "SELECT convalidated FROM pg_constraint WHERE conrelid = $1::regclass AND conname = $2",
        {pg::quote_qualified(existing.schema, existing.name), constraint});
    return row.rows() == 1 && row.get<bool>(0, 0);
}

/// Whether the other table is a partition, or a child, of this one.
bool is_below(pg::Connection& connection, const Existing& existing, const PgQuery__RangeVar& other) {
    const auto row = connection.run("SELECT count(*) FROM pg_inherits WHERE inhparent = $1::regclass AND "
                                    "inhrelid = to_regclass($2)",
                                    {pg::quote_qualified(existing.schema, existing.name),
                                     pg::quote_qualified(other.schemaname, other.relname)});
    return row.get<long long>(0, 0) > 0;
}

/// The other way round: ALTER TABLE child INHERIT parent.
bool inherits(pg::Connection& connection, const Existing& existing, const PgQuery__RangeVar& parent) {
    const auto row = connection.run("SELECT count(*) FROM pg_inherits WHERE inhrelid = $1::regclass AND "
                                    "inhparent = to_regclass($2)",
                                    {pg::quote_qualified(existing.schema, existing.name),
                                     pg::quote_qualified(parent.schemaname, parent.relname)});
    return row.get<long long>(0, 0) > 0;
}

std::optional<bool> on_copy(pg::Connection& connection, const Statement& statement, const Existing& existing,
                            const PgQuery__AlterTableCmd& command) {
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint:
        return is_validated(connection, existing, command.name);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition:
        return is_below(connection, existing, *command.def->partition_cmd->name);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
        return !is_below(connection, existing, *command.def->partition_cmd->name);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit:
        return inherits(connection, existing, *command.def->range_var);
    default:
        break;
    }
    if (existing.kind != 'r' && existing.kind != 'p')
        return std::nullopt;
    TwinSchema twin(connection);
    const auto copy = twin.copy(existing);
    const auto before = twin.read({existing.name}, existing.schema);
    connection.run(statement::rewritten(statement, {.relation = copy}));
    const auto after = twin.read({existing.name}, existing.schema);
    if (is_storage(command))
        return same_storage(after, read_relations(connection, existing.schema, {existing.name}));
    return before == after;
}

} // namespace

std::optional<bool> is_set_already(pg::Connection& connection, const Statement& statement,
                                   const Effect& effect, const Existing& existing) {
    if (const auto plain = statement::plain_setting(statement); plain && statement.effects.size() == 1) {
        const AskedSetting asked{.setting = *plain, .relation = existing};
        if (const auto known = are_set_already(connection, std::span(&asked, 1)).front())
            return known;
    }
    const pg::ScratchSavepoint scratch(connection);
    if (!statement::is_heavy(statement))
        return try_it(connection, statement, effect, existing);
    const auto outcome = statement::parse(statement.sql);
    const auto* node = statement::only_statement(outcome.tree);
    if (node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT || node->alter_table_stmt->n_cmds != 1)
        return std::nullopt;
    return on_copy(connection, statement, existing, *node->alter_table_stmt->cmds[0]->alter_table_cmd);
}

} // namespace pgmend::catalog
