#pragma once

#include "base/progress.hpp"
#include "pg/connection.hpp"

#include <optional>
#include <string>

namespace pgmend::catalog {

/// What a session is doing, according to the server's statistics views.
struct Activity {
    std::string query;   ///< the beginning of the query, limited by track_activity_query_size
    double seconds = 0;  ///< run time of the query
    std::string wait;    ///< the wait event; empty = it does not wait
    std::string phase;   ///< the phase of an index build, CLUSTER, VACUUM, ANALYZE or COPY; empty = not known
    long long done = 0;  ///< of `total`, in `unit`
    long long total = 0; ///< 0 = not known
    std::string unit;
    int blocker = 0; ///< pid of the session that it waits for; 0 = none
    std::string blocker_text;

    /// Whether the commit waits for a synchronous standby.
    bool waits_for_standby() const { return wait == "SyncRep"; }
};

/// The activity of the session with this pid. Returns nothing if the session is idle, or if the role may not
/// see it.
std::optional<Activity> read_activity(pg::Connection& connection, int pid);

/// Converts the activity to Progress; `what` names the operation.
Progress progress_of(const Activity& activity, const std::string& what);

} // namespace pgmend::catalog
