#pragma once

#include "maintain/settings.hpp"
#include "pg/connection.hpp"
#include "pg/dsn.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// What repair() does about one index.
struct Repair {
    std::uint32_t oid = 0;
    std::string index;
    std::string table;
    std::string action; ///< "drop" or "rebuild"
    std::string reason; ///< why it is dropped; empty = it is rebuilt
    std::string sql;
    std::string error; ///< what the server said when it failed; empty = done
};

/// What there is to repair: INVALID indexes, on tables where nobody is building one. Those that REINDEX
/// CONCURRENTLY has left and those that a valid index equals are to be dropped, and come first.
std::vector<Repair> plan_repair(pg::Connection& connection);

/// Drops and rebuilds, without keeping writers waiting, table by table under a BuildLock; what is gone or
/// valid by then counts as done. An index whose rebuilding fails is left as it was, with its error. Throws
/// Interrupted's SqlError when the user stops.
void repair(pg::Connection& connection, const pg::Dsn& dsn, std::vector<Repair>& repairs,
            const Settings& settings, const JobListener& listener);

} // namespace pgmend::maintain
