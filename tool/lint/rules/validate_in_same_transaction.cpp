#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void validate_in_same_transaction(const Subject& subject, Hits& hits) {
    const auto* command = subject.command(PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint);
    if (command == nullptr ||
        !subject.past.has_added(subject.node->alter_table_stmt->relation->relname, command->name))
        return;
    hits.push_back(
        {fmt::format("the lock of ADD CONSTRAINT on {} is held while every row is checked", subject.table()),
         fmt::format("-- in a revision of its own:\n{};", subject.sql)});
}

} // namespace pgmend::lint::check
