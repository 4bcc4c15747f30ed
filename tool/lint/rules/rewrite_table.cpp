#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

using statement::items;

void rewrite_table(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr)
        return;
    std::string table;
    std::string word;
    if (const auto* command = context.command()) {
        word = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged         ? "SET LOGGED"
               : command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged     ? "SET UNLOGGED"
               : command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace   ? "SET TABLESPACE"
               : command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod ? "SET ACCESS METHOD"
                                                                                    : "";
        table = context.table();
    } else if (context.node->node_case == PG_QUERY__NODE__NODE_CLUSTER_STMT) {
        word = "CLUSTER";
        table = context.node->cluster_stmt->relation != nullptr
                    ? table_text(context.node->cluster_stmt->relation)
                    : "every clustered table";
    } else if (context.node->node_case == PG_QUERY__NODE__NODE_VACUUM_STMT) {
        const auto& stmt = *context.node->vacuum_stmt;
        for (const auto* option : items(stmt.options, stmt.n_options))
            if (std::string_view(option->def_elem->defname) == "full")
                word = "VACUUM FULL";
        table = stmt.n_rels > 0 ? table_text(stmt.rels[0]->vacuum_relation->relation) : "every table";
    }
    if (word.empty())
        return;
    violations.push_back(
        {fmt::format("{} rewrites {} and its indexes while nobody can read or write it", word, table),
         "-- pg_repack does the same without the lock; PostgreSQL 19 has REPACK (CONCURRENTLY)"});
}

} // namespace pgmend::lint::check
