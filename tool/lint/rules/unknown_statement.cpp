#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void unknown_statement(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr)
        violations.push_back(
            {"the parser (PostgreSQL 15) does not know the statement, so it cannot be checked",
             "-- 'pgmend plan' checks the syntax on the server"});
}

} // namespace pgmend::lint::check
