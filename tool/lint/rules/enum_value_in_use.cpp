#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void enum_value_in_use(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case == PG_QUERY__NODE__NODE_ALTER_ENUM_STMT)
        return;
    for (const auto& value : context.past.new_enum_values_in(context.sql))
        violations.push_back(
            {fmt::format("the server rejects '{}' (55P04) until the transaction that adds it has ended",
                         value),
             "-- use the value in a later revision"});
}

} // namespace pgmend::lint::check
