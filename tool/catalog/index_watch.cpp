#include "catalog/index_watch.hpp"

#include "base/cancel.hpp"
#include "catalog/activity.hpp"

namespace pgmend::catalog {

IndexWatch::IndexWatch(const pg::Dsn& dsn, int pid, const std::string& index, const ShowProgress& show) {
    if (!show)
        return;
    watch_.emplace([dsn, pid, index, show](Watch& watch) {
        using namespace std::chrono_literals;
        // Small indexes are built before it would be worth to connect.
        if (watch.is_over_within(500ms))
            return;
        auto connection =
            pg::Connection::open(dsn, {.application_name = "pgmend index (progress)", .retry_for = 0ms});
        do {
            const auto activity = read_activity(connection, pid);
            if (activity && !activity->phase.empty())
                show(progress_of(*activity, index));
        } while (!watch.is_over_within(500ms) && cancel::requests() == 0);
    });
}

} // namespace pgmend::catalog
