#include "migrate/lock.hpp"

#include "pg/own_defaults.hpp"
#include "pg/retry.hpp"
#include "state/lock.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {

MigrationLock::MigrationLock(Session& session, const Listener& listener)
    : connection_(pg::Connection::open(
          session.dsn(), {.application_name = fmt::format("pgmend {} (lock)", session.settings().command)})) {
    const auto object = session.version_table().qualified();
    const auto deadline = std::chrono::steady_clock::now() + session.settings().wait;
    // Asking again and again, since whoever waits inside a statement holds a snapshot: the holder's
    // concurrent index build would wait for that, each for the other.
    pg::Backoff backoff({.first = std::chrono::milliseconds(20), .max = std::chrono::milliseconds(250)});
    for (std::string name; !state::try_lock(connection_, object); backoff.wait()) {
        connection_.run("ROLLBACK");
        if (name.empty())
            pg::set_own_defaults(connection_); // idle sessions may be ended
        if (name.empty())
            listener.notify(fmt::format("waiting for {}", name = state::lock_holder(connection_, object)));
        if (std::chrono::steady_clock::now() >= deadline)
            throw Error(fmt::format("another pgmend is running: {}", name), ExitCode::busy)
                .with_hint("try again when it has finished, or wait longer with --wait");
    }
}

} // namespace pgmend::migrate
