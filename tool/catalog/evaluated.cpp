#include "catalog/evaluated.hpp"

#include "statement/parse_tree.hpp"
#include "statement/tree_walk.hpp"

#include <algorithm>
#include <string_view>

namespace pgmend::catalog {
namespace {

using statement::Node;

bool is_own(std::size_t size, Node* const* parts) {
    return size > 1 && std::string_view(parts[0]->string->sval) != "pg_catalog";
}

bool names_own_code(const ProtobufCMessage* message) {
    if (message->descriptor == &pg_query__func_call__descriptor) {
        const auto* call = reinterpret_cast<const PgQuery__FuncCall*>(message);
        return is_own(call->n_funcname, call->funcname);
    }
    if (message->descriptor == &pg_query__a__expr__descriptor) {
        const auto* expression = reinterpret_cast<const PgQuery__AExpr*>(message);
        return is_own(expression->n_name, expression->name);
    }
    if (message->descriptor == &pg_query__type_name__descriptor) {
        const auto* type = reinterpret_cast<const PgQuery__TypeName*>(message);
        return is_own(type->n_names, type->names);
    }
    return false;
}

bool computes(const Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_INDEX_STMT:
    case PG_QUERY__NODE__NODE_CREATE_STATS_STMT:
        return true;
    case PG_QUERY__NODE__NODE_CREATE_STMT:
        return node.create_stmt->partspec != nullptr;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        return std::ranges::any_of(
            statement::items(node.alter_table_stmt->cmds, node.alter_table_stmt->n_cmds),
            [](const auto* one) {
                const auto type = one->alter_table_cmd->subtype;
                return type == PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint ||
                       type == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn;
            });
    default:
        return false;
    }
}

} // namespace

bool computes_own_code(const std::vector<std::string>& statements) {
    return std::ranges::any_of(statements, [](const std::string& sql) {
        const auto outcome = statement::parse(sql);
        const auto* node = statement::only_statement(outcome.tree);
        if (node == nullptr)
            return true;
        bool found = false;
        if (computes(*node))
            statement::walk(&outcome.tree->base, [&](const ProtobufCMessage* message) {
                found = found || names_own_code(message);
            });
        return found;
    });
}

} // namespace pgmend::catalog
