#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void drop_constraint(const StatementContext& context, Violations& violations) {
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint);
    if (command == nullptr || context.section.reverting)
        return;
    const auto* facts = context.facts_of(context.node->alter_table_stmt->relation);
    std::string other = "the referenced table";
    if (facts != nullptr) {
        const auto known = facts->constraints.find(command->name);
        if (known == facts->constraints.end() || known->second.type != 'f')
            return;
        other = known->second.references;
    }
    violations.push_back(
        {fmt::format("{}nobody can read or write {} and {} until the commit",
                     facts != nullptr ? "" : "if it is a foreign key, ", context.table(), other),
         "-- as the only statement of its revision, so that the locks are short"});
}

} // namespace pgmend::lint::check
