#pragma once

#include "base/progress.hpp"
#include "pg/connection.hpp"

#include <optional>
#include <string>

namespace pgmend::catalog {

/// What a session is at, as the server's statistics tell.
struct Activity {
    std::string query;   ///< its beginning, as far as track_activity_query_size reaches
    double seconds = 0;  ///< since that began
    std::string wait;    ///< the wait event; empty = it works
    std::string phase;   ///< of an index build, CLUSTER, VACUUM, ANALYZE or COPY; empty = not known
    long long done = 0;  ///< of `total`, in `unit`
    long long total = 0; ///< 0 = not known
    std::string unit;
    int blocker = 0; ///< pid of the session that it waits for
    std::string blocker_text;

    /// The commit waits for a synchronous standby.
    bool waits_for_standby() const { return wait == "SyncRep"; }
};

/// The activity of the session with that pid; nothing when it has none in hand, or may not be seen.
std::optional<Activity> read_activity(pg::Connection& connection, int pid);

/// The same to be shown, by the name of what is being done.
Progress progress_of(const Activity& activity, const std::string& what);

} // namespace pgmend::catalog
