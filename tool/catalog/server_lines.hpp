#pragma once

#include <string>
#include <string_view>

namespace pgmend::catalog {

/// The properties of a server that determine which lines of a query it receives.
struct ServerTraits {
    int major = 15;
    bool superuser = false;
};

/// The query for this server. In its file, the query is valid for PostgreSQL 15; lines for other servers are
/// marked. A line "…, -- @if >= 14" is removed if the condition is false. A line "-- @if < 14: …" becomes
/// part of the query if the condition is true. Conditions are ">= N", "< N", both of these in a row,
/// "superuser", and "plain" (not a superuser). Throws std::logic_error for any other condition.
std::string for_server(std::string_view sql, const ServerTraits& server);

} // namespace pgmend::catalog
