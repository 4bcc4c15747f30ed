#pragma once

#include "maintain/job.hpp"
#include "maintain/settings.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// The result of restoring archived rows.
struct Restored {
    std::string table; ///< qualified
    long long rows = 0;
    long long conflicts = 0;          ///< rows that the table rejected; they stay in the archive
    std::vector<std::string> samples; ///< the server's messages for the first of them
    double elapsed_ms = 0;
};

/// Inserts the rows that a job has archived into their table again, in chunks of about `chunk_time`. Restored
/// rows are removed from the archive in the same transaction, so that the same call continues after an
/// interruption. A row that the table rejects (because a key exists, or a parent is missing) stays in the
/// archive, and the other rows are restored. Generated columns are computed again. Throws UsageError if the
/// job has no archive.
Restored restore(pg::Connection& connection, const std::string& schema, long long job,
                 std::chrono::milliseconds chunk_time, const Settings& settings, const JobListener& listener);

} // namespace pgmend::maintain
