#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void validate_in_same_transaction(const Subject& subject, Hits& hits) {
    const auto* command = subject.command(PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint);
    if (command == nullptr)
        return;
    for (auto i = subject.first_in_transaction(); i < subject.index; ++i)
        for (const auto& effect : subject.section.statements[i].effects)
            if (effect.verb == statement::Verb::create &&
                effect.object.kind == statement::ObjectKind::constraint &&
                effect.object.name == command->name &&
                effect.object.relation == subject.node->alter_table_stmt->relation->relname)
                hits.push_back(
                    {fmt::format("the lock of ADD CONSTRAINT on {} is kept while every row is checked",
                                 subject.table()),
                     fmt::format("-- in a revision of its own:\n{};", subject.sql)});
}

} // namespace pgmend::lint::check
