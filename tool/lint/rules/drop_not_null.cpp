#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void drop_not_null(const StatementContext& context, Violations& violations) {
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull);
    if (command == nullptr || context.section.reverting)
        return;
    violations.push_back(
        {fmt::format("code that reads {} may find NULL from now on", name_text(command->name)),
         "-- prepare the application first"});
}

} // namespace pgmend::lint::check
