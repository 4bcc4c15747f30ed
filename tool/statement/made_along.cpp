#include "statement/made_along.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/tree_walk.hpp"

#include <algorithm>
#include <array>

namespace pgmend::statement {
namespace {

/// Of pg_catalog or not; as the parser has it, int is int4.
std::string_view last_name(const PgQuery__TypeName& type) {
    return type.n_names == 0 ? std::string_view() : type.names[type.n_names - 1]->string->sval;
}

bool makes_index(const PgQuery__Constraint& constraint) {
    const bool key = constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY ||
                     constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE ||
                     constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION;
    return key && std::string_view(constraint.indexname).empty();
}

bool is_serial(const PgQuery__TypeName& type) {
    const auto name = last_name(type);
    return name.find("serial") != std::string_view::npos;
}

bool may_be_long(const PgQuery__TypeName& type) {
    constexpr auto always = std::to_array<std::string_view>(
        {"text", "bytea", "json", "jsonb", "xml", "tsvector", "hstore", "geometry", "geography", "citext"});
    constexpr auto without_limit = std::to_array<std::string_view>({"varchar", "numeric", "varbit"});
    const auto name = last_name(type);
    const bool unlimited = type.n_typmods == 0;
    return type.n_array_bounds > 0 || std::ranges::find(always, name) != always.end() ||
           (unlimited && std::ranges::find(without_limit, name) != without_limit.end());
}

} // namespace

std::size_t relations_made_along(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || (node->node_case != PG_QUERY__NODE__NODE_CREATE_STMT &&
                            node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT))
        return 0;
    std::size_t made = 0;
    bool is_long = false;
    walk(&node->base, [&](const ProtobufCMessage* message) {
        if (message->descriptor == &pg_query__constraint__descriptor) {
            const auto& constraint = *reinterpret_cast<const PgQuery__Constraint*>(message);
            made += makes_index(constraint) ? 1 : 0;
            made += constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY ? 1 : 0;
        } else if (message->descriptor == &pg_query__column_def__descriptor) {
            const auto& column = *reinterpret_cast<const PgQuery__ColumnDef*>(message);
            if (column.type_name == nullptr)
                return;
            made += is_serial(*column.type_name) ? 1 : 0;
            is_long = is_long || may_be_long(*column.type_name);
        }
    });
    if (is_long && node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT)
        made += 2;
    return made;
}

} // namespace pgmend::statement
