#include "lint/statement_context.hpp"

#include "base/quote.hpp"

#include <fmt/format.h>

namespace pgmend::lint {

using statement::items;

std::string_view to_string(Severity severity) {
    switch (severity) {
    case Severity::error:
        return "error";
    case Severity::warning:
        return "warning";
    case Severity::info:
        break;
    }
    return "info";
}

const PgQuery__AlterTableCmd* StatementContext::command() const {
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return nullptr;
    const auto& stmt = *node->alter_table_stmt;
    if (stmt.n_cmds != 1 || stmt.objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE || is_new(stmt.relation))
        return nullptr;
    return stmt.cmds[0]->alter_table_cmd;
}

const PgQuery__AlterTableCmd* StatementContext::command(PgQuery__AlterTableType type) const {
    const auto* found = command();
    return found != nullptr && found->subtype == type ? found : nullptr;
}

std::string StatementContext::table() const {
    return table_text(node->alter_table_stmt->relation);
}

const PgQuery__Constraint* StatementContext::added_constraint(PgQuery__ConstrType type) const {
    const auto* added = command(PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint);
    if (added == nullptr || added->def->constraint->contype != type)
        return nullptr;
    return added->def->constraint;
}

const PgQuery__ColumnDef* StatementContext::added_column() const {
    const auto* added = command(PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn);
    return added != nullptr ? added->def->column_def : nullptr;
}

std::vector<const PgQuery__ColumnDef*> StatementContext::made_columns() const {
    std::vector<const PgQuery__ColumnDef*> columns;
    if (node == nullptr)
        return columns;
    if (node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT) {
        for (const auto* element : items(node->create_stmt->table_elts, node->create_stmt->n_table_elts))
            if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
                columns.push_back(element->column_def);
    } else if (node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT) {
        for (const auto* one : items(node->alter_table_stmt->cmds, node->alter_table_stmt->n_cmds))
            if (one->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn)
                columns.push_back(one->alter_table_cmd->def->column_def);
    }
    return columns;
}

const statement::RelationFacts* StatementContext::facts_of(const PgQuery__RangeVar* relation) const {
    return section.facts != nullptr ? section.facts->find(relation->schemaname, relation->relname) : nullptr;
}

const PgQuery__Constraint* constraint_of(const PgQuery__ColumnDef& column, PgQuery__ConstrType type) {
    for (const auto* node : items(column.constraints, column.n_constraints))
        if (node->node_case == PG_QUERY__NODE__NODE_CONSTRAINT && node->constraint->contype == type)
            return node->constraint;
    return nullptr;
}

std::string name_text(std::string_view name) {
    return quote_identifier(name);
}

std::string table_text(const PgQuery__RangeVar* relation) {
    const std::string_view schema = relation->schemaname;
    return (schema.empty() ? "" : name_text(schema) + ".") + name_text(relation->relname);
}

std::string names_text(std::span<statement::Node* const> names) {
    std::string text;
    for (const auto* node : names)
        if (node->node_case == PG_QUERY__NODE__NODE_STRING)
            text += (text.empty() ? "" : ", ") + name_text(node->string->sval);
    return text;
}

std::string constraint_name(const PgQuery__RangeVar* table, const PgQuery__Constraint& constraint) {
    if (*constraint.conname != '\0')
        return name_text(constraint.conname);
    std::string name = table->relname;
    const auto add = [&](std::span<statement::Node* const> columns) {
        for (const auto* column : columns)
            name += fmt::format("_{}", column->string->sval);
    };
    switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
        add(items(constraint.fk_attrs, constraint.n_fk_attrs));
        return name_text(name + "_fkey");
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
        return name_text(name + "_pkey");
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
        add(items(constraint.keys, constraint.n_keys));
        return name_text(name + "_key");
    default:
        return name_text(name + "_check");
    }
}

std::string type_name(const PgQuery__TypeName* type) {
    if (type == nullptr || type->n_names == 0 ||
        type->names[type->n_names - 1]->node_case != PG_QUERY__NODE__NODE_STRING)
        return {};
    return type->names[type->n_names - 1]->string->sval;
}

} // namespace pgmend::lint
