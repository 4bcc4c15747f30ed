#include "statement/section_history.hpp"

#include "statement/parse_tree.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

bool same(const ObjectName& made, std::string_view schema, std::string_view name) {
    return made.name == name && (made.schema == schema || made.schema.empty() || schema.empty());
}

/// Whether an index or a constraint without its table keeps duplicates out of this table.
bool is_unique_index_of(const ObjectName& index, const RelationFacts* table, const Facts* facts) {
    const auto* known = facts ? facts->find(index.schema, index.name) : nullptr;
    return known == nullptr || table == nullptr || (known->unique && known->owner_table == table->name);
}

bool is_row_rule(const RelationFacts* table, const std::string& constraint) {
    if (table == nullptr)
        return false;
    const auto known = table->constraints.find(constraint);
    return known != table->constraints.end() && (known->second.type == 'c' || known->second.type == 'f');
}

} // namespace

void SectionHistory::note(const Statement& statement) {
    note_not_null(statement);
    for (const auto& effect : statement.effects) {
        const auto& object = effect.object;
        switch (object.kind) {
        case ObjectKind::table:
        case ObjectKind::materialized_view:
            note_relation(effect);
            break;
        case ObjectKind::index:
            if (effect.verb == Verb::create && is_made(object.relation_schema, object.relation))
                made_indexes_.push_back({.schema = object.relation_schema, .name = object.name});
            [[fallthrough]];
        case ObjectKind::constraint:
            if (effect.verb == Verb::drop)
                dropped_.push_back(object);
            break;
        default:
            break;
        }
    }
}

void SectionHistory::note_relation(const Effect& effect) {
    auto object = effect.object;
    if (effect.verb == Verb::create)
        return made_.push_back(object);
    if (effect.verb != Verb::alter || !is_made(object.schema, object.name))
        return;
    object.name = effect.new_name.empty() ? object.name : effect.new_name;
    object.schema = effect.new_schema.empty() ? object.schema : effect.new_schema;
    made_.push_back(object);
}

void SectionHistory::note_not_null(const Statement& statement) {
    const auto outcome = parse(statement.sql);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return;
    const auto& stmt = *node->alter_table_stmt;
    for (const auto* one : items(stmt.cmds, stmt.n_cmds))
        if (one->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull)
            not_null_.insert({stmt.relation->schemaname, stmt.relation->relname, one->alter_table_cmd->name});
}

bool SectionHistory::is_made(const std::string& schema, const std::string& name) const {
    return std::ranges::any_of(made_, [&](const auto& made) { return same(made, schema, name); });
}

bool SectionHistory::made_table(const PgQuery__RangeVar& table) const {
    return is_made(table.schemaname, table.relname);
}

bool SectionHistory::made_index(const ObjectName& index) const {
    return std::ranges::any_of(made_indexes_,
                               [&](const auto& made) { return same(made, index.schema, index.name); });
}

bool SectionHistory::set_not_null(const PgQuery__RangeVar& table, const std::string& column) const {
    return not_null_.contains({table.schemaname, table.relname, column});
}

bool SectionHistory::dropped_uniqueness(const PgQuery__RangeVar& table, const Facts* facts) const {
    const auto* live = facts ? facts->find(table.schemaname, table.relname) : nullptr;
    return std::ranges::any_of(dropped_, [&](const ObjectName& dropped) {
        if (dropped.relation.empty())
            return is_unique_index_of(dropped, live, facts);
        return same({.schema = dropped.relation_schema, .name = dropped.relation}, table.schemaname,
                    table.relname) &&
               !is_row_rule(live, dropped.name);
    });
}

} // namespace pgmend::statement
