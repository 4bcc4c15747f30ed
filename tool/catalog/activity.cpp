#include "catalog/activity.hpp"

#include "sql/queries.hpp"

#include <fmt/format.h>

namespace pgmend::catalog {

std::optional<Activity> read_activity(pg::Connection& connection, int pid) {
    const auto row = connection.run(sql::activity, {pid});
    if (row.empty())
        return std::nullopt;
    Activity activity{.query = row.get<std::string>(0, "query"),
                      .seconds = row.get<double>(0, "seconds"),
                      .wait = row.get<std::string>(0, "wait"),
                      .phase = row.get<std::string>(0, "phase"),
                      .done = row.get<long long>(0, "done"),
                      .total = row.get<long long>(0, "total"),
                      .unit = row.get<std::string>(0, "unit"),
                      .blocker = row.get<int>(0, "blocker"),
                      .blocker_text = row.get<std::string>(0, "blocker_text")};
    if (activity.query.starts_with("COPY") && connection.server_version() >= 140000)
        if (const auto copy = connection.run(sql::activity_copy, {pid}); !copy.empty()) {
            activity.phase = "copying";
            activity.done = copy.get<long long>(0, "done");
            activity.total = copy.get<long long>(0, "total");
            activity.unit = copy.get<std::string>(0, "unit");
        }
    return activity;
}

Progress progress_of(const Activity& activity, const std::string& what) {
    Progress progress{.phase = activity.phase.empty() ? what : fmt::format("{}: {}", what, activity.phase),
                      .done = activity.done,
                      .total = activity.total,
                      .unit = activity.unit,
                      .waiting_for = activity.blocker_text,
                      .seconds = activity.seconds};
    if (activity.waits_for_standby())
        progress.waiting_for = "a synchronous standby";
    else if (progress.waiting_for.empty() && activity.phase.empty())
        progress.waiting_for = activity.wait;
    return progress;
}

} // namespace pgmend::catalog
