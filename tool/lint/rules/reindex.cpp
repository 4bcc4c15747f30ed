#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

using statement::items;

void reindex(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_REINDEX_STMT)
        return;
    const auto& stmt = *context.node->reindex_stmt;
    for (const auto* option : items(stmt.params, stmt.n_params))
        if (std::string_view(option->def_elem->defname) == "concurrently")
            return;
    const auto kind = stmt.kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX ? "INDEX" : "TABLE";
    violations.push_back({"nobody can write the table, or read through the index, until it is rebuilt",
                          stmt.relation != nullptr
                              ? fmt::format("REINDEX {} CONCURRENTLY {};", kind, table_text(stmt.relation))
                              : "-- table by table:\nREINDEX TABLE CONCURRENTLY …;"});
}

} // namespace pgmend::lint::check
