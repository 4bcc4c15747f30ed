#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void lock_table(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_LOCK_STMT ||
        subject.node->lock_stmt->mode < 8)
        return;
    hits.push_back({"nobody can read or write the table until the commit",
                    "LOCK TABLE … IN SHARE ROW EXCLUSIVE MODE;  -- lets readers through"});
}

} // namespace pgmend::lint::check
