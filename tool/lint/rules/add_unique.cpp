#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

using statement::items;

void add_unique(const StatementContext& context, Violations& violations) {
    const auto* unique = context.added_constraint(PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE);
    const auto* key =
        unique != nullptr ? unique : context.added_constraint(PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY);
    if (key == nullptr || *key->indexname != '\0')
        return;
    const auto table = context.table();
    const auto name = constraint_name(context.node->alter_table_stmt->relation, *key);
    violations.push_back({fmt::format("builds an index while nobody can read or write {}", table),
                          fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {0} ON {1} ({2});\n"
                                      "ALTER TABLE {1} ADD CONSTRAINT {0} {3} USING INDEX {0};",
                                      name, table, names_text(items(key->keys, key->n_keys)),
                                      unique != nullptr ? "UNIQUE" : "PRIMARY KEY")});
}

} // namespace pgmend::lint::check
