#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void session_setting(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_VARIABLE_SET_STMT ||
        subject.node->variable_set_stmt->is_local != 0 || !subject.statement.changes_session)
        return;
    hits.push_back(
        {fmt::format("{} is set until the end of the revision; in a script for psql, also for all revisions "
                     "after it",
                     subject.node->variable_set_stmt->name),
         fmt::format("SET LOCAL {} …;", subject.node->variable_set_stmt->name)});
}

} // namespace pgmend::lint::check
