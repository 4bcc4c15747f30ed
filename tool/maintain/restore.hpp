#pragma once

#include "maintain/job.hpp"
#include "maintain/settings.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace pgmend::maintain {

struct RestoreOptions {
    long long job = 0;
    std::chrono::milliseconds chunk_time{200};
    std::vector<std::string> except; ///< columns whose archived values may be lost or come back changed
};

/// What came of putting archived rows back.
struct Restored {
    std::string table; ///< qualified
    long long rows = 0;
    long long conflicts = 0;          ///< rows that the table did not take; they stay in the archive
    std::vector<std::string> samples; ///< why, for the first of them
    double elapsed_ms = 0;
};

/// Puts the rows that a job archived back into their table, whatever its name is now, in chunks that take
/// about `chunk_time`. A row leaves the archive in the transaction in which it has come into the table, as it
/// was archived: the rows that INSERT returns are compared, and looked at again where triggers have run
/// since. A row that does not come in so (an error, a trigger that turns it away or changes it, a value whose
/// column is gone) stays in the archive, and the rest goes on. Columns that the table computes are computed
/// by it. Throws UsageError when the job has no archive or its table is gone; Error (exit code 5) when the
/// table has a rule on INSERT.
Restored restore(pg::Connection& connection, const RestoreOptions& options, const Settings& settings,
                 const JobListener& listener);

} // namespace pgmend::maintain
