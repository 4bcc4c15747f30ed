#pragma once

#include "pg/connecting.hpp"

#include <map>
#include <optional>
#include <string>

namespace pgmend::pg {

/// Starts to connect. The caller owns the connection object, whether connecting succeeds or not.
pg_conn* start_connect(const Dsn& dsn, const ConnectOptions& options);

/// Continues connecting as far as possible without waiting; on a local socket, this sends the startup packet.
/// Returns the state that PQconnectPoll() returns, or would return before its first call.
int advance_connect(pg_conn* raw);

/// How polling has ended.
enum class ConnectEnd { connected, failed, timed_out };

/// Continues polling from that state until the connection is established or has failed. PQconnectPoll()
/// leaves connect_timeout to its caller: as in PQconnectdb(), it applies to each address, and is taken from
/// the parameters, PGCONNECT_TIMEOUT, or the service file; without any, it is 10 s. Throws Interrupted if the
/// user asks to stop.
ConnectEnd finish_connect(pg_conn* raw, int state);

/// Where to continue after the address at which a connection has timed out: the parameters `host`,
/// `hostaddr`, and `port` for the addresses that have not been tried, those of the same name first; none if
/// it was the last one.
std::optional<std::map<std::string, std::string>> rest_after(pg_conn* raw);

/// The failures of the addresses before, and of the one that has timed out: "connection to server at "h",
/// port 5432 failed: no answer within 3 s".
std::string timeout_text(pg_conn* raw);

/// Why connecting has failed, as far as it is known.
struct ConnectFailure {
    std::string sqlstate; ///< empty if no server answered
    std::string message;  ///< libpq's text without prefixes
    bool transient = false;
};

/// Parses libpq's text. The text must have been created with PQERRORS_VERBOSE, so that it contains the
/// SQLSTATE.
ConnectFailure connect_failure(std::string_view libpq_text);

/// A hint about what the user should check.
std::string connect_hint(const ConnectFailure& failure, const Dsn& dsn);

} // namespace pgmend::pg
