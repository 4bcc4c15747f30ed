#include "statement/relations.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace pgmend::statement {
namespace {

/// Collects names from a tree by its descriptors, so that no kind of node is forgotten.
struct Collector {
    std::vector<std::pair<std::string, std::string>> names; // schema, name
    std::set<std::string, std::less<>> queries;             // names of WITH queries

    void visit(const ProtobufCMessage* message);
    void visit_field(const ProtobufCMessage* message, const ProtobufCFieldDescriptor& field);
};

template <class T>
const T& member(const ProtobufCMessage* message, unsigned offset) {
    return *reinterpret_cast<const T*>(reinterpret_cast<const char*>(message) + offset);
}

void Collector::visit_field(const ProtobufCMessage* message, const ProtobufCFieldDescriptor& field) {
    if (field.type != PROTOBUF_C_TYPE_MESSAGE)
        return;
    if (field.label == PROTOBUF_C_LABEL_REPEATED) {
        const auto size = member<std::size_t>(message, field.quantifier_offset);
        for (const auto* item : items(member<ProtobufCMessage**>(message, field.offset), size))
            visit(item);
    } else if (const auto* child = member<const ProtobufCMessage*>(message, field.offset)) {
        visit(child);
    }
}

void Collector::visit(const ProtobufCMessage* message) {
    const auto* type = message->descriptor;
    if (type == &pg_query__node__descriptor) {
        // A node is one of 260 alternatives: look up the one that it is instead of trying each.
        const auto which = reinterpret_cast<const Node*>(message)->node_case;
        if (const auto* field = protobuf_c_message_descriptor_get_field(type, which))
            visit_field(message, *field);
        return;
    }
    if (type == &pg_query__range_var__descriptor) {
        const auto* relation = reinterpret_cast<const PgQuery__RangeVar*>(message);
        names.emplace_back(relation->schemaname, relation->relname);
    } else if (type == &pg_query__common_table_expr__descriptor) {
        queries.emplace(reinterpret_cast<const PgQuery__CommonTableExpr*>(message)->ctename);
    }
    for (unsigned i = 0; i < type->n_fields; ++i)
        if ((type->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0)
            visit_field(message, type->fields[i]);
}

bool is_relation(ObjectKind kind) {
    return kind == ObjectKind::table || kind == ObjectKind::view || kind == ObjectKind::materialized_view ||
           kind == ObjectKind::sequence;
}

/// DROP and COMMENT name their objects by lists of strings instead of relations of the tree.
void add_object(Collector& collector, const ObjectName& object) {
    if (is_relation(object.kind))
        collector.names.emplace_back(object.schema, object.name);
    else if (object.kind == ObjectKind::column || object.kind == ObjectKind::trigger ||
             object.kind == ObjectKind::rule || object.kind == ObjectKind::policy)
        collector.names.emplace_back(object.relation_schema, object.relation);
}

/// What the statement itself says a name is; tables, views, indexes and composite types share one name space.
ObjectKind kind_among(const std::vector<Effect>& effects, const std::string& schema,
                      const std::string& name) {
    for (const auto& effect : effects) {
        const auto& object = effect.object;
        const bool shares =
            is_relation(object.kind) || object.kind == ObjectKind::index || object.kind == ObjectKind::type;
        if (shares && object.schema == schema && object.name == name)
            return object.kind;
    }
    return ObjectKind::table;
}

} // namespace

std::vector<ObjectName> relations(const Node& statement, const std::vector<Effect>& effects) {
    Collector collector;
    collector.visit(&statement.base);
    for (const auto& effect : effects)
        add_object(collector, effect.object);
    if (statement.node_case == PG_QUERY__NODE__NODE_COMMENT_STMT)
        add_object(collector,
                   node_name(kind_of(statement.comment_stmt->objtype), statement.comment_stmt->object));
    std::vector<ObjectName> result;
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& [schema, name] : collector.names) {
        if ((schema.empty() && collector.queries.contains(name)) || !seen.emplace(schema, name).second)
            continue;
        const auto kind = kind_among(effects, schema, name);
        if (is_relation(kind))
            result.push_back({.kind = kind, .schema = schema, .name = name});
    }
    return result;
}

} // namespace pgmend::statement
