#pragma once

#include "pg/connecting.hpp"

#include <map>
#include <optional>
#include <string>

namespace pgmend::pg {

/// Begins to connect; the caller owns the connection, whether it comes about or not.
pg_conn* start_connect(const Dsn& dsn, const ConnectOptions& options);

/// Goes as far as it can without waiting: on a local socket that sends the startup packet. The state is what
/// PQconnectPoll() says, or would say before its first call.
int advance_connect(pg_conn* raw);

/// How polling ended.
enum class ConnectEnd { connected, failed, timed_out };

/// Polls on from that state. PQconnectPoll leaves connect_timeout to its caller: as in PQconnectdb it counts
/// for each address by itself, from the parameters, PGCONNECT_TIMEOUT or the service file; 10 s without any.
/// Throws Interrupted when the user asks to stop.
ConnectEnd finish_connect(pg_conn* raw, int state);

/// Where to go on after the address that a connection has timed out at: the parameters `host`, `hostaddr` and
/// `port` for the addresses that have not been tried, those of the same name first; none when it was the
/// last.
std::optional<std::map<std::string, std::string>> rest_after(pg_conn* raw);

/// "connection to server at "h", port 5432 failed: no answer within 3 s".
std::string timeout_text(pg_conn* raw);

/// Why no connection came about, as far as it can be told.
struct ConnectFailure {
    std::string sqlstate; ///< empty when no server answered
    std::string message;  ///< libpq's text without decoration
    bool transient = false;
};

/// Reads libpq's text (made with PQERRORS_VERBOSE, so that it holds the SQLSTATE).
ConnectFailure connect_failure(std::string_view libpq_text);

/// What the user should look at.
std::string connect_hint(const ConnectFailure& failure, const Dsn& dsn);

} // namespace pgmend::pg
