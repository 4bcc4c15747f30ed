#include "statement/default_names.hpp"

#include "statement/parse_tree.hpp"
#include "statement/tree_walk.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

constexpr std::size_t longest_name = 63;

/// At most that many bytes, without cutting a character in two.
std::string_view cut_bytes(std::string_view text, std::size_t size) {
    if (text.size() <= size)
        return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return text.substr(0, size);
}

std::string joined(std::span<Node* const> columns) {
    std::string text;
    for (const auto* column : columns)
        text += (text.empty() ? "" : "_") + std::string(column->string->sval);
    return text;
}

/// The only column that a CHECK is about; empty when there are several or none, nothing when it cannot be
/// told (t.*).
std::optional<std::string> only_column(const Node& expression) {
    std::set<std::string> columns;
    bool plain = true;
    walk(&expression.base, [&](const ProtobufCMessage* message) {
        if (message->descriptor != &pg_query__column_ref__descriptor)
            return;
        const auto& column = *reinterpret_cast<const PgQuery__ColumnRef*>(message);
        const auto* last = column.fields[column.n_fields - 1];
        if (last->node_case == PG_QUERY__NODE__NODE_STRING)
            columns.insert(last->string->sval);
        else
            plain = false;
    });
    if (!plain)
        return std::nullopt;
    return columns.size() == 1 ? *columns.begin() : std::string();
}

ObjectName on(ObjectKind kind, const PgQuery__RangeVar& table) {
    return name_on(kind, &table, "");
}

/// Whether the server will name a constraint that comes with a column.
bool names_of_its_own(const PgQuery__ColumnDef& column) {
    return std::ranges::any_of(items(column.constraints, column.n_constraints), [](const Node* node) {
        switch (node->constraint->contype) {
        case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
        case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
        case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
        case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
            return *node->constraint->conname == '\0';
        default:
            return false;
        }
    });
}

bool leaves_names_to_the_server(const PgQuery__AlterTableStmt& stmt) {
    return std::ranges::any_of(items(stmt.cmds, stmt.n_cmds), [](const Node* node) {
        const auto& command = *node->alter_table_cmd;
        if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn)
            return names_of_its_own(*command.def->column_def);
        return command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint &&
               *command.def->constraint->conname == '\0' && *command.def->constraint->indexname == '\0';
    });
}

} // namespace

std::string made_name(std::string_view first, std::string_view second, std::string_view label) {
    auto left = longest_name - label.size() - 1 - (second.empty() ? 0 : 1);
    auto a = first.size(), b = second.size();
    while (a + b > left)
        --(a > b ? a : b);
    std::string name(cut_bytes(first, a));
    if (!second.empty())
        name += fmt::format("_{}", cut_bytes(second, b));
    return fmt::format("{}_{}", name, label);
}

std::string DefaultName::text(int number) const {
    return made_name(object.relation, addition, number == 0 ? label : label + std::to_string(number));
}

std::optional<DefaultName> default_name(const PgQuery__RangeVar& table,
                                        const PgQuery__Constraint& constraint) {
    switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
        return DefaultName{.object = on(ObjectKind::constraint, table),
                           .addition = joined(items(constraint.fk_attrs, constraint.n_fk_attrs)),
                           .label = "fkey"};
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: {
        auto column = only_column(*constraint.raw_expr);
        if (!column)
            return std::nullopt;
        return DefaultName{
            .object = on(ObjectKind::constraint, table), .addition = *std::move(column), .label = "check"};
    }
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
        return DefaultName{.object = on(ObjectKind::index, table), .addition = "", .label = "pkey"};
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE: {
        auto columns = joined(items(constraint.keys, constraint.n_keys));
        if (constraint.n_including > 0)
            columns += "_" + joined(items(constraint.including, constraint.n_including));
        return DefaultName{
            .object = on(ObjectKind::index, table), .addition = std::move(columns), .label = "key"};
    }
    default:
        return std::nullopt;
    }
}

std::optional<DefaultName> default_name(const PgQuery__IndexStmt& index) {
    DefaultName name{.object = on(ObjectKind::index, *index.relation), .addition = "", .label = "idx"};
    std::set<std::string_view> seen;
    const auto add = [&](const Node* node) {
        const std::string_view column = node->index_elem->name;
        name.addition += (name.addition.empty() ? "" : "_") + std::string(column);
        return !column.empty() && seen.insert(column).second;
    };
    if (!std::ranges::all_of(items(index.index_params, index.n_index_params), add) ||
        !std::ranges::all_of(items(index.index_including_params, index.n_index_including_params), add))
        return std::nullopt;
    return name;
}

std::string NameChooser::choose(const DefaultName& name) {
    const auto& table = name.object;
    if (uncertain_.contains(key(table.relation_schema, table.relation)))
        return {};
    auto object = table;
    for (int number = 0; number < 100; ++number) {
        object.name = name.text(number);
        if (given_.contains(key(table.relation_schema, object.name)) || taken_(object))
            continue;
        given_.insert(key(table.relation_schema, object.name));
        return object.name;
    }
    return {};
}

void NameChooser::note(const Statement& statement) {
    for (const auto& effect : statement.effects) {
        const auto& object = effect.object;
        if (object.kind == ObjectKind::table && effect.verb == Verb::create)
            uncertain_.insert(key(object.schema, object.name));
        if (object.kind == ObjectKind::table && !effect.new_name.empty())
            uncertain_.insert(key(object.schema, effect.new_name));
        const bool named = object.kind == ObjectKind::constraint || object.kind == ObjectKind::index;
        if (named && effect.verb == Verb::create && !object.name.empty())
            given_.insert(key(object.relation_schema, object.name));
    }
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node != nullptr && node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT &&
        leaves_names_to_the_server(*node->alter_table_stmt))
        uncertain_.insert(
            key(node->alter_table_stmt->relation->schemaname, node->alter_table_stmt->relation->relname));
}

} // namespace pgmend::statement
