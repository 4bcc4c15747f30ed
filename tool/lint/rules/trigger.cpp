#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void trigger(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr)
        return;
    const bool creates = context.node->node_case == PG_QUERY__NODE__NODE_CREATE_TRIG_STMT;
    const bool drops = context.node->node_case == PG_QUERY__NODE__NODE_DROP_STMT &&
                       context.node->drop_stmt->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER;
    if ((!creates && !drops) || (creates && context.is_new(context.node->create_trig_stmt->relation)))
        return;
    violations.push_back(
        {creates ? "waits for all writers of the table, and makes the next ones wait until the commit"
                 : "waits for all users of the table, and makes the next ones wait until the commit",
         "-- as the only statement of its revision, so that the lock is short"});
}

} // namespace pgmend::lint::check
