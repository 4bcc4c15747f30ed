#include "statement/relations.hpp"

#include "statement/tree_walk.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace pgmend::statement {
namespace {

/// Collects the names in a tree.
struct Collector {
    std::vector<std::pair<std::string, std::string>> names; // schema, name
    std::set<std::string, std::less<>> queries;             // names of WITH queries

    void operator()(const ProtobufCMessage* message) {
        if (message->descriptor == &pg_query__range_var__descriptor) {
            const auto* relation = reinterpret_cast<const PgQuery__RangeVar*>(message);
            names.emplace_back(relation->schemaname, relation->relname);
        } else if (message->descriptor == &pg_query__common_table_expr__descriptor) {
            queries.emplace(reinterpret_cast<const PgQuery__CommonTableExpr*>(message)->ctename);
        }
    }
};

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
    walk(&statement.base, collector);
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
