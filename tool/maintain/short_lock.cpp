#include "maintain/short_lock.hpp"

#include "pg/own_sql.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

/// "blocked by pid 4711 (role, application, state, for 20 s) with AccessShareLock on t", a line each.
std::string holders(pg::Connection& connection, const LockingWork& work) {
    const auto rows = connection.run(sql::blockers, {work.relations, work.mode});
    std::string lines;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto application = rows.get<std::string>(row, "application");
        lines +=
            fmt::format("{}blocked by pid {} ({}{}, {}, transaction open for {} s) with {} on {}",
                        lines.empty() ? "" : "\n", rows.get<int>(row, "pid"),
                        rows.get<std::string>(row, "role"), application.empty() ? "" : ", " + application,
                        rows.get<std::string>(row, "state"), rows.get<long long>(row, "seconds"),
                        rows.get<std::string>(row, "mode"), rows.get<std::string>(row, "relation"));
    }
    return lines;
}

void run_once(pg::Connection& connection, const LockingWork& work, const Settings& settings) {
    pg::Transaction transaction(connection);
    connection.run(
        pg::own("SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', true)"),
        {fmt::format("{}ms", settings.lock_timeout.count())});
    for (const auto& sql : work.statements)
        connection.run(sql);
    transaction.commit();
}

} // namespace

void run_with_short_locks(pg::Connection& connection, const LockingWork& work, const Settings& settings,
                          const JobListener& listener) {
    pg::Backoff backoff({.first = std::chrono::milliseconds(100), .max = std::chrono::milliseconds(5000)});
    for (int tries = 0;; ++tries) {
        try {
            return run_once(connection, work, settings);
        } catch (pg::SqlError& error) {
            if (!connection.alive() || !pg::is_contention(error.sqlstate()))
                throw;
            const auto who = holders(connection, work);
            if (tries >= settings.lock_retries) {
                if (!who.empty())
                    error.with_detail(who);
                throw;
            }
            listener.notify(fmt::format("{}; trying again ({} of {}){}", error.message(), tries + 1,
                                        settings.lock_retries, who.empty() ? "" : "\n  " + who));
        }
        backoff.wait();
    }
}

} // namespace pgmend::maintain
