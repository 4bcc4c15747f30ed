#include "statement/statement_queries.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/token.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

std::string option_text(const PgQuery__DefElem& option) {
    return option.arg != nullptr && option.arg->node_case == PG_QUERY__NODE__NODE_STRING
               ? option.arg->string->sval
               : "";
}

} // namespace

std::optional<ObjectName> partition_parent(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr)
        return std::nullopt;
    const auto* stmt = node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT ? node->create_stmt
                       : node->node_case == PG_QUERY__NODE__NODE_CREATE_FOREIGN_TABLE_STMT
                           ? node->create_foreign_table_stmt->base_stmt
                           : nullptr;
    if (stmt == nullptr || stmt->partbound == nullptr || stmt->n_inh_relations != 1)
        return std::nullopt;
    return relation_name(ObjectKind::table, stmt->inh_relations[0]->range_var);
}

ExtensionOptions extension_options(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    ExtensionOptions result;
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT)
        return result;
    const auto& stmt = *node->create_extension_stmt;
    for (const auto* option : items(stmt.options, stmt.n_options)) {
        const std::string_view name = option->def_elem->defname;
        if (name == "schema")
            result.schema = option_text(*option->def_elem);
        else if (name == "new_version")
            result.version = option_text(*option->def_elem);
    }
    return result;
}

std::optional<ObjectName> made_partitioned(const Statement& statement) {
    if (statement.effects.empty() || statement.effects.front().object.kind != ObjectKind::table ||
        statement.effects.front().verb != Verb::create)
        return std::nullopt;
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_CREATE_STMT ||
        node->create_stmt->partspec == nullptr)
        return std::nullopt;
    return statement.effects.front().object;
}

std::string schema_owner(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT ||
        node->create_schema_stmt->authrole == nullptr)
        return {};
    return node->create_schema_stmt->authrole->rolename;
}

std::string constraint_index(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT ||
        node->alter_table_stmt->n_cmds != 1)
        return {};
    const auto& command = *node->alter_table_stmt->cmds[0]->alter_table_cmd;
    if (command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint)
        return {};
    return command.def->constraint->indexname;
}

bool is_alter_table(const Statement& statement) {
    const auto scanned = scan(statement.sql);
    return scanned.tokens.size() > 1 && is_word(scanned.tokens[0], "alter") &&
           is_word(scanned.tokens[1], "table");
}

bool alters_only(const Statement& statement, const ObjectName& object) {
    const auto& table = object.relation.empty() ? object.name : object.relation;
    const auto& schema = object.relation.empty() ? object.schema : object.relation_schema;
    const auto is_same = [&](const Effect& effect) {
        const auto& altered = effect.object;
        const bool inside = altered.kind == ObjectKind::column || altered.kind == ObjectKind::constraint;
        const bool itself = altered.kind == ObjectKind::table && effect.verb == Verb::alter &&
                            altered.name == table && altered.schema == schema;
        return effect.new_name.empty() && effect.new_schema.empty() &&
               (itself || (inside && altered.relation == table && altered.relation_schema == schema));
    };
    return statement.parsed && !statement.effects.empty() &&
           std::ranges::all_of(statement.effects, is_same) && is_alter_table(statement);
}

std::optional<TypeChange> type_change(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT ||
        node->alter_table_stmt->n_cmds != 1)
        return std::nullopt;
    const auto& command = *node->alter_table_stmt->cmds[0]->alter_table_cmd;
    if (command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType ||
        command.def->column_def->raw_default != nullptr)
        return std::nullopt;
    const auto place = static_cast<std::size_t>(command.def->column_def->type_name->location);
    return TypeChange{.table = relation_name(ObjectKind::table, node->alter_table_stmt->relation),
                      .column = command.name,
                      .type = statement.sql.substr(std::min(place, statement.sql.size()))};
}

} // namespace pgmend::statement
