#pragma once

#include "pg/connecting.hpp"

namespace pgmend::pg {

/// Begins to connect; the caller owns the connection, whether it comes about or not.
pg_conn* start_connect(const Dsn& dsn, const ConnectOptions& options);

/// Goes as far as it can without waiting: on a local socket that sends the startup packet. The state is what
/// PQconnectPoll() says, or would say before its first call.
int advance_connect(pg_conn* raw);

/// Polls on from that state until the connection stands (true) or has failed; an own deadline, since
/// connect_timeout binds PQconnectdb only. Throws Interrupted when the user asks to stop.
bool finish_connect(pg_conn* raw, int state);

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
