#include "migrate/touched.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/tree_walk.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace pgmend::migrate {
namespace {

using statement::Effect;
using statement::Node;
using statement::ObjectKind;
using statement::ObjectName;
using statement::Verb;

bool is_part(ObjectKind kind) {
    return kind == ObjectKind::column || kind == ObjectKind::constraint || kind == ObjectKind::trigger ||
           kind == ObjectKind::rule || kind == ObjectKind::policy;
}

/// Functions that are often called in migrations and make no objects.
bool is_harmless(const PgQuery__FuncCall& call) {
    constexpr auto names = std::to_array<std::string_view>(
        {"setval", "nextval", "currval", "set_config", "current_setting", "now", "count", "max", "min", "sum",
         "coalesce", "gen_random_uuid", "to_regclass", "pg_get_serial_sequence", "lower", "upper"});
    const std::string_view name = call.funcname[call.n_funcname - 1]->string->sval;
    return std::ranges::find(names, name) != names.end();
}

bool calls_functions(const Node& node) {
    bool found = false;
    statement::walk(&node.base, [&](const ProtobufCMessage* message) {
        if (message->descriptor == &pg_query__func_call__descriptor)
            found = found || !is_harmless(*reinterpret_cast<const PgQuery__FuncCall*>(message));
    });
    return found;
}

bool says_search_path(const statement::Statement& statement) {
    return statement.sql.find("earch_path") != std::string::npos ||
           statement.sql.find("EARCH_PATH") != std::string::npos;
}

/// SET default_tablespace and default_table_access_method to what is not the server's own default.
bool says_shape(const statement::Statement& statement) {
    return statement.category == statement::Category::session &&
           statement.sql.find("default_table") != std::string::npos && !statement.sql.ends_with("''") &&
           !statement.sql.ends_with("heap");
}

/// The indexes that a statement makes constraints of, each with the constraint's name: the server gives it to
/// the index.
std::vector<std::pair<std::string, std::string>> adopted_indexes(const statement::Statement& statement) {
    std::vector<std::pair<std::string, std::string>> found;
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return found;
    const auto& alter = *node->alter_table_stmt;
    for (const auto* item : statement::items(alter.cmds, alter.n_cmds)) {
        const auto& command = *item->alter_table_cmd;
        if (command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint)
            continue;
        const std::string index = command.def->constraint->indexname;
        const std::string name = command.def->constraint->conname;
        if (!index.empty() && !name.empty() && name != index)
            found.emplace_back(index, name);
    }
    return found;
}

bool takes_much_along(const Effect& effect) {
    return effect.cascade || (effect.verb == Verb::drop && (effect.object.kind == ObjectKind::schema ||
                                                            effect.object.kind == ObjectKind::extension));
}

} // namespace

bool is_opaque(const statement::Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr)
        return true;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_DO_STMT:
    case PG_QUERY__NODE__NODE_CALL_STMT:
    case PG_QUERY__NODE__NODE_EXECUTE_STMT:
        return true;
    case PG_QUERY__NODE__NODE_SELECT_STMT:
    case PG_QUERY__NODE__NODE_INSERT_STMT:
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
    case PG_QUERY__NODE__NODE_DELETE_STMT:
    case PG_QUERY__NODE__NODE_MERGE_STMT:
        return calls_functions(*node);
    default:
        return false;
    }
}

Touched::Key Touched::key(const ObjectName& object) {
    return {is_part(object.kind) ? object.relation : std::string(), object.name};
}

bool Touched::is_made(const ObjectName& object) const {
    const auto found = last_.find(key(object));
    return found != last_.end() && found->second;
}

void Touched::add(const Effect& effect) {
    const auto& object = effect.object;
    may_be_gone_ = may_be_gone_ || takes_much_along(effect);
    made_anything_ = made_anything_ || effect.verb == Verb::create;
    const bool moves = !effect.new_name.empty() || !effect.new_schema.empty();
    const bool schema = object.kind == ObjectKind::schema && (effect.verb == Verb::create || moves);
    hides_ = hides_ || schema;
    disturbed_ = disturbed_ || effect.verb == Verb::drop || effect.cascade || moves || schema;
    if (effect.verb != Verb::create)
        changed_.insert(object.relation.empty() ? object.name : object.relation);
    switch (effect.verb) {
    case Verb::create:
        last_[key(object)] = true;
        if (!is_part(object.kind) && object.kind != ObjectKind::index)
            made_relations_.insert(object.name);
        return;
    case Verb::drop:
        last_[key(object)] = false;
        if (object.kind == ObjectKind::column)
            lost_columns_.insert(object.relation);
        else if (object.kind == ObjectKind::constraint)
            last_[{std::string(), object.name}] = false; // its index
        else if (!is_part(object.kind))
            reshaped_.insert(object.name);
        return;
    case Verb::alter:
        break;
    }
    altered_.insert(key(object));
    // A change of type makes indexes and constraints anew, but leaves them.
    if (!effect.new_name.empty()) {
        last_[key(object)] = false;
        auto now = object;
        now.name = effect.new_name;
        last_[key(now)] = true;
        if (object.kind == ObjectKind::column)
            lost_columns_.insert(object.relation);
        else if (!is_part(object.kind))
            reshaped_.insert(object.name);
        made_relations_.insert(effect.new_name);
    }
    if (!effect.new_schema.empty()) {
        reshaped_.insert(object.name);
        last_.erase(key(object));
    }
}

void Touched::add(const statement::Statement& statement) {
    if (is_opaque(statement))
        may_be_made_ = may_be_gone_ = disturbed_ = true;
    if (statement.category == statement::Category::ddl && statement.changes_session)
        disturbed_ = hides_ = true; // a temporary table
    names_shift_ = names_shift_ || says_search_path(statement);
    shapes_ = shapes_ || says_shape(statement);
    for (const auto& effect : statement.effects)
        add(effect);
    for (const auto& [index, constraint] : adopted_indexes(statement)) {
        disturbed_ = true;
        last_[{std::string(), index}] = false;
        last_[{std::string(), constraint}] = true;
    }
}

bool Touched::may_be_made_along(const ObjectName& object) const {
    switch (object.kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::schema:
    case ObjectKind::extension:
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::aggregate:
        return hides_;
    default:
        return hides_ || made_anything_;
    }
}

bool Touched::shifts(const Effect& effect) const {
    const auto& object = effect.object;
    if (object.kind == ObjectKind::schema || object.kind == ObjectKind::extension ||
        object.kind == ObjectKind::publication)
        return false;
    return names_shift_ && (object.relation.empty() ? object.schema : object.relation_schema).empty();
}

bool Touched::may_exist(const Effect& effect) const {
    return may_be_made_ || shifts(effect) || is_made(effect.object);
}

bool Touched::may_be_gone(const Effect& effect, const catalog::Existing& before) const {
    const auto& object = effect.object;
    const auto last = last_.find(key(object));
    if (last != last_.end())
        return !last->second;
    const auto& relation = object.relation.empty() ? before.name : object.relation;
    return may_be_gone_ || shifts(effect) || reshaped_.contains(object.name) ||
           reshaped_.contains(relation) ||
           (object.kind != ObjectKind::column && relation != object.name && lost_columns_.contains(relation));
}

bool Touched::may_differ(const Effect& effect, const catalog::Existing& before) const {
    return may_be_gone(effect, before) || shapes_ || last_.contains(key(effect.object)) ||
           altered_.contains(key(effect.object));
}

} // namespace pgmend::migrate
