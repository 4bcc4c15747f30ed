#include "migrate/statement_watch.hpp"

#include "catalog/activity.hpp"
#include "pg/own_sql.hpp"
#include "pg/watching.hpp"

#include <utility>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using namespace std::chrono_literals;

constexpr auto long_statement = 2000ms;
constexpr auto between_looks = 500ms;
constexpr std::size_t min_cut_size = 90; ///< track_activity_query_size is 100 at least

/// Whether the server's text of the statement in hand, which it may have cut, is this one.
bool is_text_of(const std::string& query, const std::string& sql) {
    return query == sql || (query.size() >= min_cut_size && sql.starts_with(query));
}

std::string beginning(const std::string& query) {
    const auto line = query.substr(0, query.find('\n'));
    return line.size() <= 40 ? line : line.substr(0, 40) + "...";
}

} // namespace

StatementWatch::StatementWatch(Session& session, const Plan& plan, const std::atomic<std::size_t>& done,
                               int lock_pid, const Listener& listener)
    : session_(session), plan_(plan), done_(done), pid_(session.connection().backend_pid()),
      lock_pid_(lock_pid), listener_(listener) {
    // A proxy has many sessions, and which one works for us nobody tells.
    if (!session.pooled())
        watch_.emplace([this](catalog::Watch& watch) { look(watch); });
}

void StatementWatch::look(catalog::Watch& watch) {
    auto seen = pg::answers();
    auto since = std::chrono::steady_clock::now();
    std::optional<pg::Connection> connection;
    while (!watch.is_over_within(between_looks)) {
        const auto now = std::chrono::steady_clock::now();
        if (!connection && pg::answers() != seen) {
            seen = pg::answers();
            since = now;
        }
        if (now - since < long_statement)
            continue;
        if (!connection)
            connection = pg::Connection::open(
                session_.dsn(),
                {.application_name = fmt::format("pgmend {} (progress)", session_.settings().command),
                 .retry_for = 0ms});
        look_once(*connection);
    }
}

void StatementWatch::look_once(pg::Connection& connection) {
    const auto activity = catalog::read_activity(connection, pid_);
    if (!activity)
        return;
    if (activity->blocker == lock_pid_ && !waited_for_itself_.exchange(true))
        connection.run(pg::own("SELECT pg_cancel_backend($1)"), {pid_});
    if (activity->seconds * 1000 < static_cast<double>(long_statement.count()))
        return;
    const auto place = place_of(activity->query);
    if (activity->waits_for_standby() && !std::exchange(standby_told_, true))
        listener_.notify(
            "the commit waits for a synchronous standby (see synchronous_standby_names); Ctrl-C ends "
            "the wait");
    if (listener_.progress)
        listener_.progress(catalog::progress_of(*activity, place));
}

/// By the text, since the server keeps the answers of a pipeline back until it has many of them.
std::string StatementWatch::place_of(const std::string& query) const {
    const auto done = done_.load();
    if (done == preparing) // the plan is still being made
        return "preparing";
    for (auto i = done; i < plan_.steps.size(); ++i)
        for (const auto& planned : plan_.steps[i].statements)
            if (is_text_of(query, planned.statement.sql))
                return fmt::format("{}:{} (revision {})", planned.location.file, planned.location.line,
                                   plan_.steps[i].id());
    return beginning(query);
}

} // namespace pgmend::migrate
