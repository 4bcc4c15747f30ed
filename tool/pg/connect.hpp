#pragma once

#include "pg/connecting.hpp"

namespace pgmend::pg {

/// Starts to connect. The caller owns the connection object, whether connecting succeeds or not.
pg_conn* start_connect(const Dsn& dsn, const ConnectOptions& options);

/// Continues connecting as far as possible without waiting; on a local socket, this sends the startup packet.
/// Returns the state that PQconnectPoll() returns, or would return before its first call.
int advance_connect(pg_conn* raw);

/// Continues polling from that state until the connection is established (true) or has failed (false). It has
/// its own deadline, because connect_timeout affects only PQconnectdb(). Throws Interrupted if the user asks
/// to stop.
bool finish_connect(pg_conn* raw, int state);

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
