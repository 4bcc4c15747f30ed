#include "statement/reads.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/tree_walk.hpp"

namespace pgmend::statement {
namespace {

/// SELECT … INTO makes a table, and a WITH query may write.
bool writes_rows(const Node& node) {
    bool found = false;
    walk(&node.base, [&](const ProtobufCMessage* message) {
        const auto* type = message->descriptor;
        found = found || type == &pg_query__insert_stmt__descriptor ||
                type == &pg_query__update_stmt__descriptor || type == &pg_query__delete_stmt__descriptor ||
                type == &pg_query__into_clause__descriptor;
    });
    return found;
}

} // namespace

bool only_reads(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr)
        return false;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT:
    case PG_QUERY__NODE__NODE_EXPLAIN_STMT:
    case PG_QUERY__NODE__NODE_FETCH_STMT:
    case PG_QUERY__NODE__NODE_CLOSE_PORTAL_STMT:
    case PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT:
        return true;
    case PG_QUERY__NODE__NODE_SELECT_STMT:
        return !writes_rows(*node);
    default:
        return false;
    }
}

std::string first_own_relation(const Statement& statement) {
    for (const auto& one : statement.relations)
        if (one.schema != "pg_catalog" && one.schema != "information_schema" &&
            !(one.schema.empty() && one.name.starts_with("pg_")))
            return one.name;
    return {};
}

} // namespace pgmend::statement
