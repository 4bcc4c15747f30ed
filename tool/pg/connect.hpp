#pragma once

#include "pg/connection.hpp"

namespace pgmend::pg {

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
