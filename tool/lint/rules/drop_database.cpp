#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void drop_database(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_DROPDB_STMT)
        return;
    hits.push_back({"a migration that drops a database", "-- not in a revision: dropdb, by hand"});
}

} // namespace pgmend::lint::check
