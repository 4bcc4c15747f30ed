#include "state/lock.hpp"

#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace pgmend::state {
namespace {

constexpr std::int32_t lock_class = 0x70676d64; // "pgmd"

/// FNV-1a, so that every version of pgmend on every machine takes the same lock.
std::int32_t lock_object(std::string_view name) {
    std::uint32_t hash = 2166136261u;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return static_cast<std::int32_t>(hash);
}

} // namespace

/// A snapshot kept by REPEATABLE READ, the default of some databases, would make a concurrent build of our
/// own wait for us without end. In one message of the simple protocol. The extended one would leave its
/// portal open in the transaction, and with it a snapshot, which CREATE INDEX CONCURRENTLY waits for.
bool try_lock(pg::Connection& connection, std::string_view name) {
    const auto* const unlimited =
        connection.server_version() >= 170000 ? "SET LOCAL transaction_timeout = 0; " : "";
    return connection
        .run_script(fmt::format("{}; "
                                "SET LOCAL statement_timeout = 0; "
                                "SET LOCAL idle_in_transaction_session_timeout = 0; {}"
                                "SELECT pg_catalog.pg_try_advisory_xact_lock({}, {})",
                                pg::begin_either, unlimited, lock_class, lock_object(name)))
        .get<bool>(0, 0);
}

std::string lock_holder(pg::Connection& connection, std::string_view name) {
    const auto found = connection.run(sql::lock_holder, {lock_class, lock_object(name)});
    if (found.empty())
        return "another pgmend";
    return fmt::format("'{}' (pid {}, user {}, from {}, for {} s)", found.text(0, 1), found.text(0, 0),
                       found.text(0, 2), found.text(0, 3), found.text(0, 4));
}

} // namespace pgmend::state
