#include "statement/section_state.hpp"

#include "statement/parse_tree.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

bool is_row_rule(const RelationFacts* table, const std::string& constraint) {
    if (table == nullptr)
        return false;
    const auto known = table->constraints.find(constraint);
    return known != table->constraints.end() && (known->second.type == 'c' || known->second.type == 'f');
}

} // namespace

void SectionState::note(const Statement& statement) {
    note_not_null(statement);
    for (const auto& effect : statement.effects) {
        const auto& object = effect.object;
        switch (object.kind) {
        case ObjectKind::table:
        case ObjectKind::materialized_view:
            note_relation(effect);
            break;
        case ObjectKind::index:
            if (effect.verb == Verb::create && made_.may_have(object.relation_schema, object.relation))
                made_indexes_.add(object.relation_schema, object.name);
            [[fallthrough]];
        case ObjectKind::constraint:
            if (effect.verb == Verb::drop)
                note_dropped(object);
            break;
        default:
            break;
        }
    }
}

void SectionState::note_relation(const Effect& effect) {
    const auto& object = effect.object;
    if (effect.verb == Verb::create)
        made_.add(object.schema, object.name);
    else if (effect.verb == Verb::alter && made_.may_have(object.schema, object.name))
        made_.add(effect.new_schema.empty() ? object.schema : effect.new_schema,
                  effect.new_name.empty() ? object.name : effect.new_name);
}

void SectionState::note_dropped(const ObjectName& object) {
    if (!object.relation.empty()) {
        dropped_[object.relation].push_back(object);
        return;
    }
    dropped_any_index_ = true;
    const auto* known = facts_ ? facts_->find(object.schema, object.name) : nullptr;
    if (known == nullptr)
        dropped_unknown_index_ = true;
    else if (known->unique)
        without_index_.insert(known->owner_table);
}

void SectionState::note_not_null(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return;
    const auto& stmt = *node->alter_table_stmt;
    for (const auto* one : items(stmt.cmds, stmt.n_cmds))
        if (one->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull)
            not_null_.insert({stmt.relation->schemaname, stmt.relation->relname, one->alter_table_cmd->name});
}

bool SectionState::Names::may_have(const std::string& schema, const std::string& name) const {
    const auto found = names_.find(name);
    return found != names_.end() &&
           (schema.empty() || found->second.contains("") || found->second.contains(schema));
}

bool SectionState::made_table(const PgQuery__RangeVar& table) const {
    return made_.may_have(table.schemaname, table.relname);
}

bool SectionState::made_index(const ObjectName& index) const {
    return made_indexes_.may_have(index.schema, index.name);
}

bool SectionState::set_not_null(const PgQuery__RangeVar& table, const std::string& column) const {
    return not_null_.contains({table.schemaname, table.relname, column});
}

bool SectionState::dropped_uniqueness(const PgQuery__RangeVar& table) const {
    const auto* live = facts_ ? facts_->find(table.schemaname, table.relname) : nullptr;
    if (dropped_unknown_index_ ||
        (live == nullptr ? dropped_any_index_ : without_index_.contains(live->name)))
        return true;
    const auto found = dropped_.find(table.relname);
    const std::string_view schema = table.schemaname;
    return found != dropped_.end() && std::ranges::any_of(found->second, [&](const ObjectName& dropped) {
               return (schema.empty() || dropped.relation_schema.empty() ||
                       dropped.relation_schema == schema) &&
                      !is_row_rule(live, dropped.name);
           });
}

} // namespace pgmend::statement
