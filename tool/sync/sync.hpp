#pragma once

#include "sync/settings.hpp"
#include "sync/tracker.hpp"

#include <map>
#include <string>
#include <vector>

namespace pgmend::sync {

/// The result of a run.
struct Outcome {
    Totals totals;
    std::map<std::string, long long> reject_kinds;
    std::string reject_file; ///< empty without a reject
    std::string truncated;   ///< which inputs ended before their end; empty = none
};

/// Loads issues from files; "-" is stdin. Only one sync may run on a database at a time; otherwise, throws
/// Error (exit code 7).
Outcome load_files(const pg::Dsn& dsn, const Settings& settings, const std::vector<std::string>& files);

/// Loads issues from the Tracker API.
Outcome run_tracker(const pg::Dsn& dsn, const Settings& settings, const TrackerSettings& tracker);

/// A row of tracker_sync_logs.
struct PastRun {
    std::string id, started, completed, status, details;
    long long processed = 0, created = 0, updated = 0, errors = 0;
};

/// The last runs, newest first.
std::vector<PastRun> recent_runs(const pg::Dsn& dsn, int max_runs);

} // namespace pgmend::sync
