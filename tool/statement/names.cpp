#include "statement/names.hpp"

#include <string_view>

namespace pgmend::statement {
namespace {

std::vector<std::string> parts_of(std::span<Node* const> list) {
    std::vector<std::string> parts;
    for (const auto* node : list)
        if (node->node_case == PG_QUERY__NODE__NODE_STRING)
            parts.emplace_back(node->string->sval);
    return parts;
}

/// The name's parts from the outermost to the object itself.
std::vector<std::string> parts_of(const Node* node) {
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_STRING:
        return {node->string->sval};
    case PG_QUERY__NODE__NODE_LIST: {
        // DROP TRIGGER t ON s.r lists strings; COMMENT ON CONSTRAINT c ON DOMAIN d has a type in the list.
        std::vector<std::string> parts;
        for (const auto* item : items(node->list->items, node->list->n_items))
            for (auto& part : parts_of(item))
                parts.push_back(std::move(part));
        return parts;
    }
    case PG_QUERY__NODE__NODE_TYPE_NAME:
        return parts_of(items(node->type_name->names, node->type_name->n_names));
    case PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS:
        return parts_of(items(node->object_with_args->objname, node->object_with_args->n_objname));
    case PG_QUERY__NODE__NODE_RANGE_VAR:
        return {node->range_var->schemaname, node->range_var->relname};
    default:
        return {};
    }
}

bool lives_on_relation(ObjectKind kind) {
    return kind == ObjectKind::column || kind == ObjectKind::constraint || kind == ObjectKind::trigger ||
           kind == ObjectKind::rule || kind == ObjectKind::policy;
}

ObjectName from_parts(ObjectKind kind, std::vector<std::string> parts) {
    ObjectName object{.kind = kind};
    const auto take = [&parts](std::string& target) {
        if (parts.empty())
            return;
        target = std::move(parts.back());
        parts.pop_back();
    };
    take(object.name);
    take(lives_on_relation(kind) ? object.relation : object.schema);
    if (lives_on_relation(kind))
        take(object.relation_schema);
    return object;
}

} // namespace

ObjectKind kind_of(PgQuery__ObjectType type) {
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA:
        return ObjectKind::schema;
    case PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION:
        return ObjectKind::extension;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
        return ObjectKind::type;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
        return ObjectKind::domain;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
        return ObjectKind::sequence;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE:
        return ObjectKind::table;
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
        return ObjectKind::view;
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
        return ObjectKind::materialized_view;
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
        return ObjectKind::index;
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
        return ObjectKind::column;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT:
        return ObjectKind::constraint;
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
        return ObjectKind::function;
    case PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE:
        return ObjectKind::procedure;
    case PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE:
        return ObjectKind::aggregate;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
        return ObjectKind::trigger;
    case PG_QUERY__OBJECT_TYPE__OBJECT_RULE:
        return ObjectKind::rule;
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
        return ObjectKind::policy;
    case PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT:
        return ObjectKind::statistics;
    case PG_QUERY__OBJECT_TYPE__OBJECT_PUBLICATION:
        return ObjectKind::publication;
    default:
        return ObjectKind::other;
    }
}

ObjectName relation_name(ObjectKind kind, const PgQuery__RangeVar* relation) {
    return {.kind = kind, .schema = relation->schemaname, .name = relation->relname};
}

ObjectName name_on(ObjectKind kind, const PgQuery__RangeVar* relation, std::string name) {
    return {.kind = kind,
            .schema = {},
            .name = std::move(name),
            .relation_schema = relation->schemaname,
            .relation = relation->relname};
}

ObjectName list_name(ObjectKind kind, std::span<Node* const> parts) {
    return from_parts(kind, parts_of(parts));
}

ObjectName node_name(ObjectKind kind, const Node* node) {
    return node == nullptr ? ObjectName{.kind = kind} : from_parts(kind, parts_of(node));
}

bool is_temporary(const PgQuery__RangeVar* relation) {
    return std::string_view(relation->relpersistence) == "t" ||
           std::string_view(relation->schemaname) == "pg_temp";
}

} // namespace pgmend::statement
