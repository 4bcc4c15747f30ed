#pragma once

#include "maintain/settings.hpp"
#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// Statements that take a lock which readers or writers wait for.
struct LockingWork {
    std::vector<std::string> statements;
    std::vector<std::string> relations;       ///< what they lock, as SQL names it: to tell who is in the way
    std::string mode = "AccessExclusiveLock"; ///< how, as pg_locks has it
};

/// Runs the statements in one transaction that waits for locks as long as the settings say, and tries it
/// again as often as they say; each time the sessions in the way are told. Throws SqlError (exit code 6) in
/// the end, with them as its detail.
void run_with_short_locks(pg::Connection& connection, const LockingWork& work, const Settings& settings,
                          const JobListener& listener);

} // namespace pgmend::maintain
