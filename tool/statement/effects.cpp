#include "statement/effects.hpp"

namespace pgmend::statement {
namespace {

std::vector<Effect> drop_effects(const PgQuery__DropStmt& drop) {
    std::vector<Effect> result;
    for (const auto* object : items(drop.objects, drop.n_objects)) {
        auto name = node_name(kind_of(drop.remove_type), object);
        if (name.name.empty() || drop.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_CAST)
            continue;
        result.push_back({.verb = Verb::drop,
                          .object = std::move(name),
                          .if_exists = drop.missing_ok != 0,
                          .cascade = drop.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE,
                          .concurrently = drop.concurrent != 0});
    }
    return result;
}

} // namespace

std::vector<Effect> effects(const Node& statement) {
    if (statement.node_case == PG_QUERY__NODE__NODE_DROP_STMT)
        return drop_effects(*statement.drop_stmt);
    auto result = create_effects(statement);
    return result.empty() ? alter_effects(statement) : result;
}

} // namespace pgmend::statement
