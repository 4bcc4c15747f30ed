#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void enum_value_in_use(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || !subject.section.transaction ||
        subject.node->node_case == PG_QUERY__NODE__NODE_ALTER_ENUM_STMT)
        return;
    for (std::size_t i = 0; i < subject.index; ++i) {
        const auto outcome = statement::parse(subject.section.statements[i].sql);
        const auto* node = statement::only_statement(outcome.tree);
        if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_ENUM_STMT ||
            *node->alter_enum_stmt->old_val != '\0')
            continue;
        const auto quoted = fmt::format("'{}'", node->alter_enum_stmt->new_val);
        if (subject.sql.find(quoted) != std::string::npos)
            hits.push_back(
                {fmt::format("the server refuses {} (55P04) until the transaction that adds it has ended",
                             quoted),
                 "-- use the value in a later revision"});
    }
}

} // namespace pgmend::lint::check
