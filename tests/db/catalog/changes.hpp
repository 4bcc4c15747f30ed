#pragma once

#include "pg/connection.hpp"
#include "schema/diff.hpp"

#include <functional>
#include <string>
#include <vector>

namespace pgmend::test {

/// One block of changes.sql.
struct Change {
    std::vector<std::string> findings; ///< "kind object change[ attribute]"
    std::string given;                 ///< done before the first look
    std::string sql;
    int since = 0; ///< major version
};

/// All blocks of changes.sql.
std::vector<Change> load_changes();

/// The findings of a diff as they stand in changes.sql, sorted.
std::vector<std::string> finding_lines(const schema::Diff& diff);

/// Makes each change in a transaction of its own and hands it over with the models before and after it while
/// that is open; then rolls back. What the server's version does not know is left out.
void for_each_change(pg::Connection& connection, const std::vector<Change>& changes,
                     const std::function<void(const Change& change, const schema::Model& before,
                                              const schema::Model& after)>& look);

} // namespace pgmend::test
