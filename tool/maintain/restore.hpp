#pragma once

#include "maintain/job.hpp"
#include "maintain/settings.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// What came of putting archived rows back.
struct Restored {
    std::string table; ///< qualified
    long long rows = 0;
    long long conflicts = 0;          ///< rows that the table refused; they stay in the archive
    std::vector<std::string> samples; ///< the server's words for the first of them
    double elapsed_ms = 0;
};

/// Puts the rows that a job archived back into their table, in chunks that take about `chunk_time`; what has
/// been put back leaves the archive in the same transaction, so that an interrupted run goes on by the same
/// call. A row that the table refuses (a unique key that is taken, a missing parent) stays in the archive,
/// and the rest goes on. Columns that the table computes are computed anew. Throws UsageError when the job
/// has no archive.
Restored restore(pg::Connection& connection, const std::string& schema, long long job,
                 std::chrono::milliseconds chunk_time, const Settings& settings, const JobListener& listener);

} // namespace pgmend::maintain
