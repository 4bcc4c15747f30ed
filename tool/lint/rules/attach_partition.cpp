#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void attach_partition(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return;
    const auto* command = context.command(PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition);
    if (command == nullptr || context.is_new(command->def->partition_cmd->name))
        return;
    const auto* facts = context.facts_of(context.node->alter_table_stmt->relation);
    const bool no_default = facts != nullptr && facts->default_partition.empty();
    const auto part = table_text(command->def->partition_cmd->name);
    violations.push_back(
        {fmt::format("reads every row of {} while it is locked{}", part,
                     no_default ? ""
                     : facts != nullptr
                         ? fmt::format(", and of the default partition {}", facts->default_partition)
                         : ", and of the default partition if there is one"),
         fmt::format("ALTER TABLE {0} ADD CONSTRAINT {1} CHECK (… the bounds …) NOT VALID;\n"
                     "-- in a later revision:\n"
                     "ALTER TABLE {0} VALIDATE CONSTRAINT {1};\n{2};",
                     part, name_text(fmt::format("{}_bounds", command->def->partition_cmd->name->relname)),
                     context.sql)});
}

} // namespace pgmend::lint::check
