#include "migrate/nameless.hpp"

#include "statement/default_names.hpp"
#include "statement/parse_tree.hpp"

namespace pgmend::migrate {

using statement::Effect;
using statement::Statement;
using statement::Verb;

bool is_nameless(const Effect& effect) {
    return effect.verb == Verb::create && effect.object.name.empty() && !effect.object.relation.empty();
}

bool adds_primary_key(const Statement& statement) {
    const auto outcome = statement::parse(statement.sql);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return false;
    const auto& command = *node->alter_table_stmt->cmds[0]->alter_table_cmd;
    return command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint &&
           command.def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
}

std::optional<Effect> default_name_of(const Statement& statement) {
    if (statement.effects.size() != 1 || !is_nameless(statement.effects.front()))
        return std::nullopt;
    const auto& object = statement.effects.front().object;
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    std::optional<statement::DefaultName> name;
    if (node->node_case == PG_QUERY__NODE__NODE_INDEX_STMT)
        name = statement::default_name(*node->index_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT) {
        const auto& command = *node->alter_table_stmt->cmds[0]->alter_table_cmd;
        name = statement::default_name(*node->alter_table_stmt->relation, *command.def->constraint);
    } else {
        return std::nullopt; // a domain's
    }
    Effect probe{.verb = Verb::alter, .object = name ? name->object : object};
    probe.object.schema = object.relation_schema;
    if (name)
        probe.object.name = name->text();
    return probe;
}

} // namespace pgmend::migrate
