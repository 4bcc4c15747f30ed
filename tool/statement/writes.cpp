#include "statement/writes.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

bool writes(const Statement& statement) {
    if (statement.category == Category::session)
        return false;
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    return node != nullptr && node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT &&
           node->node_case != PG_QUERY__NODE__NODE_VIEW_STMT &&
           node->node_case != PG_QUERY__NODE__NODE_GRANT_STMT;
}

} // namespace

bool writes_table(const Statement& statement, std::string_view schema, std::string_view table) {
    const bool named = std::ranges::any_of(statement.relations, [&](const ObjectName& one) {
        return one.name == table && (one.schema.empty() || one.schema == schema);
    });
    return named && writes(statement);
}

} // namespace pgmend::statement
