#include "migrate/lock.hpp"

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

} // namespace

MigrationLock::MigrationLock(Session& session, const Listener& listener)
    : connection_(pg::Connection::open(
          session.dsn(), {.application_name = fmt::format("pgmend {} (lock)", session.settings().command)})) {
    const auto object = lock_object(session.version_table().qualified());
    connection_.run("BEGIN");
    connection_.run("SET LOCAL idle_in_transaction_session_timeout = 0");
    if (connection_.server_version() >= 170000)
        connection_.run("SET LOCAL transaction_timeout = 0");
    if (connection_.run("SELECT pg_try_advisory_xact_lock($1, $2)", {lock_class, object}).get<bool>(0, 0))
        return;
    const auto name = holder(connection_, object);
    listener.tell(fmt::format("waiting for {}", name));
    const auto wait = fmt::format("{}ms", session.settings().wait.count());
    connection_.run("SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', true)", {wait});
    try {
        connection_.run("SELECT pg_advisory_xact_lock($1, $2)", {lock_class, object});
    } catch (const pg::SqlError& error) {
        if (!error.is(pg::sqlstate::lock_not_available))
            throw;
        throw Error(fmt::format("another pgmend is at work: {}", name), ExitCode::busy)
            .with_hint("try again when it has ended, or wait longer with --wait");
    }
}

} // namespace pgmend::migrate
