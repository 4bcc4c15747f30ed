#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_exclusion(const StatementContext& context, Violations& violations) {
    if (context.added_constraint(PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION) == nullptr)
        return;
    violations.push_back(
        {fmt::format("builds an index while nobody can read or write {}; there is no concurrent alternative",
                     context.table()),
         "-- do this while the table is small or not in use"});
}

} // namespace pgmend::lint::check
