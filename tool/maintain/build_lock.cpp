#include "maintain/build_lock.hpp"

#include "pg/own_defaults.hpp"
#include "pg/retry.hpp"
#include "state/lock.hpp"

#include <chrono>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

pg::Connection connect(const pg::Dsn& dsn, const Settings& settings) {
    auto connection =
        pg::Connection::open(dsn, {.application_name = fmt::format("pgmend {} (lock)", settings.command)});
    pg::set_own_defaults(connection);
    return connection;
}

} // namespace

/// By the table's number, which it keeps when it is renamed.
BuildLock::BuildLock(const pg::Dsn& dsn, const Table& table, const Settings& settings,
                     const JobListener& listener)
    : connection_(connect(dsn, settings)) {
    const auto name = fmt::format("indexes of {}", table.oid);
    const auto give_up = std::chrono::steady_clock::now() + settings.wait;
    for (bool told = false; !state::try_lock(connection_, name); told = true) {
        connection_.run("ROLLBACK");
        const auto who = state::lock_holder(connection_, name);
        if (std::chrono::steady_clock::now() >= give_up)
            throw Error(
                fmt::format("another pgmend is working on the indexes of {}: {}", table.qualified, who),
                ExitCode::busy)
                .with_hint("wait for it, or run the command with a longer --wait");
        if (!told)
            listener.notify(
                fmt::format("waiting for {}, which works on the indexes of {}", who, table.qualified));
        listener.show({.phase = "waiting", .waiting_for = who});
        pg::interruptible_sleep(std::chrono::milliseconds(200));
    }
}

} // namespace pgmend::maintain
