#pragma once

#include <string>
#include <string_view>

namespace pgmend::catalog {

/// What decides which lines of a query a server gets.
struct ServerTraits {
    int major = 15;
    bool superuser = false;
};

/// A query as it must be for this server. As it stands in its file it runs on PostgreSQL 15; lines that
/// differ are marked: "…, -- @if >= 14" is dropped on servers to which the condition does not apply, and
/// "-- @if < 14: …" is a comment on all others. Conditions: ">= N", "< N", both after one another,
/// "superuser", "plain" (not a superuser). Throws std::logic_error on any other.
std::string for_server(std::string_view sql, const ServerTraits& server);

} // namespace pgmend::catalog
