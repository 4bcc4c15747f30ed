#include "sync/run_log.hpp"

#include "pg/own_sql.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"
#include "sync/batch.hpp"

#include <array>

#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::sync {
namespace {

constexpr int lock_class = 0x70676d64;  // "pgmd"
constexpr int lock_object = 0x73796e63; // "sync"

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string who() {
    return fmt::format("pid {} on {}", ::getpid(), host_name());
}

/// The server keeps 63 bytes of it.
std::string application_name(const Settings& settings) {
    return fmt::format("pgmend {} ({})", settings.command, who()).substr(0, 63);
}

void take_lock(pg::Connection& connection) {
    // One message of the simple protocol: its transaction keeps no snapshot afterwards.
    const auto locked =
        connection.run_script(fmt::format("{}; "
                                          "SET LOCAL idle_in_transaction_session_timeout = 0; "
                                          "SELECT pg_catalog.pg_try_advisory_xact_lock({}, {})",
                                          pg::begin_either, lock_class, lock_object));
    if (locked.get<bool>(0, 0))
        return;
    connection.run("ROLLBACK");
    const auto found = connection.run(sql::lock_holder, {lock_class, lock_object});
    if (found.empty())
        throw Error("another sync is running on this database", ExitCode::busy);
    throw Error(
        fmt::format("another sync is running on this database: '{}', server session {}, user {}, from {}, "
                    "for {} s",
                    found.text(0, 1), found.text(0, 0), found.text(0, 2), found.text(0, 3), found.text(0, 4)),
        ExitCode::busy)
        .with_hint("try again when it has finished");
}

} // namespace

Run::Run(const pg::Dsn& dsn, const Settings& settings)
    : lock_(pg::Connection::open(dsn, {.application_name = application_name(settings)})),
      connection_(pg::Connection::open(dsn, {.application_name = "pgmend " + settings.command})),
      id_(to_text(new_uuid())) {
    const auto found = connection_.run(pg::own(
        "SELECT to_regclass('tracker_tasks') IS NOT NULL AND to_regclass('tracker_task_history') IS NOT NULL "
        "AND to_regclass('tracker_sync_logs') IS NOT NULL AND EXISTS (SELECT FROM pg_attribute "
        "WHERE attrelid = to_regclass('tracker_tasks') AND attname = 'full_data' AND NOT attisdropped)"));
    if (!found.get<bool>(0, 0))
        throw Error("the database does not have the tables of revision 559cdae67d39")
            .with_hint("create them with 'pgmend upgrade head'");
    take_lock(lock_);
    const auto moment = to_text(now());
    connection_.run(sql::sync_close_runs, {moment});
    connection_.run(
        pg::own(
            "INSERT INTO tracker_sync_logs (id, sync_started_at, tasks_processed, tasks_created, "
            "tasks_updated, errors_count, error_details, status) VALUES ($1, $2, 0, 0, 0, 0, $3, 'running')"),
        {id_, moment, fmt::format("{}: {}", settings.command, who())});
}

void Run::finish(const Totals& totals, const std::string& failure, const std::string& details) {
    connection_.run(
        pg::own(
            "UPDATE tracker_sync_logs SET sync_completed_at = $2, tasks_processed = $3, tasks_created = $4, "
            "tasks_updated = $5, errors_count = $6, error_details = $7, status = $8 WHERE id = $1"),
        {id_, to_text(now()), totals.issues, totals.created, totals.updated, totals.rejected,
         failure.empty() ? details.empty() ? std::nullopt : std::optional(details) : std::optional(failure),
         failure.empty() ? "completed" : "failed"});
}

void count_batch(pg::Connection& connection, const std::string& run, const Totals& totals) {
    connection.run(
        pg::own("UPDATE tracker_sync_logs SET tasks_processed = tasks_processed + $2, tasks_created = "
                "tasks_created + $3, tasks_updated = tasks_updated + $4 WHERE id = $1"),
        {run, totals.issues, totals.created, totals.updated});
}

} // namespace pgmend::sync
