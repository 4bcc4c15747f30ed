#include "statement/effects.hpp"

namespace pgmend::statement {
namespace {

Effect create(ObjectName object) {
    return {.verb = Verb::create, .object = std::move(object)};
}

Effect if_missing(Effect effect, protobuf_c_boolean if_not_exists) {
    effect.if_not_exists = if_not_exists != 0;
    return effect;
}

Effect replacing(Effect effect, protobuf_c_boolean replace) {
    effect.or_replace = replace != 0;
    return effect;
}

/// None for a temporary relation.
std::vector<Effect> create_relation(ObjectKind kind, const PgQuery__RangeVar* relation,
                                    protobuf_c_boolean if_not_exists = 0) {
    if (is_temporary(relation))
        return {};
    return {if_missing(create(relation_name(kind, relation)), if_not_exists)};
}

std::vector<Effect> create_index(const PgQuery__IndexStmt& index) {
    // The index is made in its table's schema, whatever the search path says.
    ObjectName name{.kind = ObjectKind::index,
                    .schema = index.relation->schemaname,
                    .name = index.idxname,
                    .relation_schema = index.relation->schemaname,
                    .relation = index.relation->relname};
    auto effect = if_missing(create(std::move(name)), index.if_not_exists);
    effect.concurrently = index.concurrent != 0;
    return {effect};
}

std::vector<Effect> create_table_as(const PgQuery__CreateTableAsStmt& stmt) {
    return create_relation(kind_of(stmt.objtype), stmt.into->rel, stmt.if_not_exists);
}

std::vector<Effect> select_into(const PgQuery__SelectStmt& select) {
    const auto* first = &select;
    while (first->larg != nullptr)
        first = first->larg;
    if (first->into_clause == nullptr)
        return {};
    return create_relation(ObjectKind::table, first->into_clause->rel);
}

std::vector<Effect> create_view(const PgQuery__ViewStmt& view) {
    auto result = create_relation(ObjectKind::view, view.view);
    for (auto& effect : result)
        effect.or_replace = view.replace != 0;
    return result;
}

std::vector<Effect> create_trigger(const PgQuery__CreateTrigStmt& trigger) {
    return {
        replacing(create(name_on(ObjectKind::trigger, trigger.relation, trigger.trigname)), trigger.replace)};
}

std::vector<Effect> create_rule(const PgQuery__RuleStmt& rule) {
    return {replacing(create(name_on(ObjectKind::rule, rule.relation, rule.rulename)), rule.replace)};
}

std::vector<Effect> create_function(const PgQuery__CreateFunctionStmt& function) {
    const auto kind = function.is_procedure != 0 ? ObjectKind::procedure : ObjectKind::function;
    return {
        replacing(create(list_name(kind, items(function.funcname, function.n_funcname))), function.replace)};
}

std::vector<Effect> define(const PgQuery__DefineStmt& stmt) {
    auto effect = create(list_name(kind_of(stmt.kind), items(stmt.defnames, stmt.n_defnames)));
    return {replacing(if_missing(std::move(effect), stmt.if_not_exists), stmt.replace)};
}

/// Where the text leaves the object's schema open, it is the schema that is being made.
void put_into_schema(Effect& effect, const std::string& schema) {
    auto& object = effect.object;
    if (object.relation.empty() && object.schema.empty())
        object.schema = schema;
    if (!object.relation.empty() && object.relation_schema.empty())
        object.relation_schema = schema;
    if (object.kind == ObjectKind::index && object.schema.empty())
        object.schema = schema;
}

std::vector<Effect> create_schema(const PgQuery__CreateSchemaStmt& stmt) {
    std::string name = stmt.schemaname;
    if (name.empty() && stmt.authrole != nullptr)
        name = stmt.authrole->rolename;
    std::vector<Effect> result{
        if_missing(create({.kind = ObjectKind::schema, .schema = {}, .name = name}), stmt.if_not_exists)};
    for (const auto* element : items(stmt.schema_elts, stmt.n_schema_elts)) {
        for (auto& effect : create_effects(*element)) {
            put_into_schema(effect, name);
            result.push_back(std::move(effect));
        }
    }
    return result;
}

std::vector<Effect> create_statistics(const PgQuery__CreateStatsStmt& stmt) {
    const auto name = list_name(ObjectKind::statistics, items(stmt.defnames, stmt.n_defnames));
    return {if_missing(create(name), stmt.if_not_exists)};
}

std::vector<Effect> create_named(ObjectKind kind, const char* name) {
    return {create({.kind = kind, .schema = {}, .name = name})};
}

/// What is not found in pg_class: types, routines, and what lives on a relation.
std::vector<Effect> create_other(const Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_ENUM_STMT:
        return {create(list_name(
            ObjectKind::type, items(node.create_enum_stmt->type_name, node.create_enum_stmt->n_type_name)))};
    case PG_QUERY__NODE__NODE_CREATE_RANGE_STMT:
        return {create(list_name(ObjectKind::type, items(node.create_range_stmt->type_name,
                                                         node.create_range_stmt->n_type_name)))};
    case PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT:
        return {create(list_name(ObjectKind::domain, items(node.create_domain_stmt->domainname,
                                                           node.create_domain_stmt->n_domainname)))};
    case PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT:
        return create_function(*node.create_function_stmt);
    case PG_QUERY__NODE__NODE_CREATE_TRIG_STMT:
        return create_trigger(*node.create_trig_stmt);
    case PG_QUERY__NODE__NODE_RULE_STMT:
        return create_rule(*node.rule_stmt);
    case PG_QUERY__NODE__NODE_CREATE_POLICY_STMT:
        return {create(name_on(ObjectKind::policy, node.create_policy_stmt->table,
                               node.create_policy_stmt->policy_name))};
    case PG_QUERY__NODE__NODE_CREATE_STATS_STMT:
        return create_statistics(*node.create_stats_stmt);
    case PG_QUERY__NODE__NODE_DEFINE_STMT:
        return define(*node.define_stmt);
    case PG_QUERY__NODE__NODE_CREATE_PUBLICATION_STMT:
        return create_named(ObjectKind::publication, node.create_publication_stmt->pubname);
    case PG_QUERY__NODE__NODE_CREATE_EVENT_TRIG_STMT:
        return create_named(ObjectKind::other, node.create_event_trig_stmt->trigname);
    case PG_QUERY__NODE__NODE_CREATE_FOREIGN_SERVER_STMT:
        return {
            if_missing(create_named(ObjectKind::other, node.create_foreign_server_stmt->servername).front(),
                       node.create_foreign_server_stmt->if_not_exists)};
    case PG_QUERY__NODE__NODE_CREATE_ROLE_STMT:
        return create_named(ObjectKind::other, node.create_role_stmt->role);
    case PG_QUERY__NODE__NODE_CREATE_SUBSCRIPTION_STMT:
        return create_named(ObjectKind::other, node.create_subscription_stmt->subname);
    default:
        return {};
    }
}

} // namespace

std::vector<Effect> create_effects(const Node& statement) {
    switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT:
        return create_relation(ObjectKind::table, statement.create_stmt->relation,
                               statement.create_stmt->if_not_exists);
    case PG_QUERY__NODE__NODE_CREATE_FOREIGN_TABLE_STMT:
        return create_relation(ObjectKind::table, statement.create_foreign_table_stmt->base_stmt->relation,
                               statement.create_foreign_table_stmt->base_stmt->if_not_exists);
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT:
        return create_table_as(*statement.create_table_as_stmt);
    case PG_QUERY__NODE__NODE_SELECT_STMT:
        return select_into(*statement.select_stmt);
    case PG_QUERY__NODE__NODE_INDEX_STMT:
        return create_index(*statement.index_stmt);
    case PG_QUERY__NODE__NODE_VIEW_STMT:
        return create_view(*statement.view_stmt);
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT:
        return create_relation(ObjectKind::sequence, statement.create_seq_stmt->sequence,
                               statement.create_seq_stmt->if_not_exists);
    case PG_QUERY__NODE__NODE_COMPOSITE_TYPE_STMT:
        return create_relation(ObjectKind::type, statement.composite_type_stmt->typevar);
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT:
        return create_schema(*statement.create_schema_stmt);
    case PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT:
        return {
            if_missing(create_named(ObjectKind::extension, statement.create_extension_stmt->extname).front(),
                       statement.create_extension_stmt->if_not_exists)};
    default:
        return create_other(statement);
    }
}

} // namespace pgmend::statement
