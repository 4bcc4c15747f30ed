#include "migrate/lock.hpp"

#include "pg/retry.hpp"
#include "sql/queries.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

constexpr std::int32_t lock_class = 0x70676d64; // "pgmd"

/// FNV-1a, so that every version of pgmend on every machine takes the same lock.
std::int32_t lock_object(std::string_view name) {
    std::uint32_t hash = 2166136261u;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return static_cast<std::int32_t>(hash);
}

std::string holder(pg::Connection& connection, std::int32_t object) {
    const auto found = connection.run(sql::lock_holder, {lock_class, object});
    if (found.empty())
        return "another pgmend";
    return fmt::format("'{}' (pid {}, user {}, from {}, for {} s)", found.text(0, 1), found.text(0, 0),
                       found.text(0, 2), found.text(0, 3), found.text(0, 4));
}

/// Begins a transaction and asks for the lock in one message of the simple protocol. The extended one would
/// leave its portal open in the transaction, and with it a snapshot, which CREATE INDEX CONCURRENTLY waits
/// for.
bool try_lock(pg::Connection& connection, std::int32_t object) {
    const auto* const unlimited =
        connection.server_version() >= 170000 ? "SET LOCAL transaction_timeout = 0; " : "";
    return connection
        .run_script(fmt::format("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0; {}"
                                "SELECT pg_try_advisory_xact_lock({}, {})",
                                unlimited, lock_class, object))
        .get<bool>(0, 0);
}

} // namespace

MigrationLock::MigrationLock(Session& session, const Listener& listener)
    : connection_(pg::Connection::open(
          session.dsn(), {.application_name = fmt::format("pgmend {} (lock)", session.settings().command)})) {
    const auto object = lock_object(session.version_table().qualified());
    const auto deadline = std::chrono::steady_clock::now() + session.settings().wait;
    // Asking again and again, since whoever waits inside a statement holds a snapshot: the holder's
    // concurrent index build would wait for that, each for the other.
    pg::Backoff backoff({.first = std::chrono::milliseconds(20), .most = std::chrono::milliseconds(250)});
    for (std::string name; !try_lock(connection_, object); backoff.wait()) {
        connection_.run("ROLLBACK");
        if (name.empty())
            listener.tell(fmt::format("waiting for {}", name = holder(connection_, object)));
        if (std::chrono::steady_clock::now() >= deadline)
            throw Error(fmt::format("another pgmend is at work: {}", name), ExitCode::busy)
                .with_hint("try again when it has ended, or wait longer with --wait");
    }
}

} // namespace pgmend::migrate
