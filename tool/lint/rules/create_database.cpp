#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void create_database(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || subject.node->node_case != PG_QUERY__NODE__NODE_CREATEDB_STMT)
        return;
    const auto name = name_text(subject.node->createdb_stmt->dbname);
    hits.push_back(
        {fmt::format("the statements behind it still run in the database that is connected to, not in {}",
                     name),
         fmt::format("-- not in a revision: createdb {0}, by hand or by what sets the server up; "
                     "its schema\n-- by revisions of its own: pgmend --database …/{0} upgrade",
                     name)});
}

} // namespace pgmend::lint::check
