#include "lint/rules/checks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::lint::check {

void drop_column(const StatementContext& context, Violations& violations) {
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn);
    if (command == nullptr || context.section.reverting)
        return;
    const auto* facts = context.facts_of(context.node->alter_table_stmt->relation);
    const auto views = facts != nullptr && !facts->dependent_views.empty()
                           ? fmt::format("; views on the table: {}", fmt::join(facts->dependent_views, ", "))
                           : std::string();
    violations.push_back(
        {fmt::format("the data is lost, and code that still reads {} breaks{}{}", name_text(command->name),
                     command->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE
                         ? "; CASCADE also drops views and constraints"
                         : "",
                     views),
         "-- first remove the column from the application; then this is safe"});
}

} // namespace pgmend::lint::check
