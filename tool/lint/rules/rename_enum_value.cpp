#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void rename_enum_value(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_ALTER_ENUM_STMT ||
        subject.section.reverting || *subject.node->alter_enum_stmt->old_val == '\0')
        return;
    hits.push_back({fmt::format("everything that uses the value '{}' breaks at the commit",
                                subject.node->alter_enum_stmt->old_val),
                    "-- add the new value, update the rows in chunks, and leave the old value unused"});
}

} // namespace pgmend::lint::check
