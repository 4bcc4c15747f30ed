#pragma once

#include <string>
#include <string_view>

namespace pgmend::schema {

/// Replaces a value in a model that must not leave the server.
inline constexpr std::string_view redacted = "<redacted>";

/// Whether the value of an option with this name (of a foreign server, a user mapping, …) may be a secret,
/// such as a password, token or key. In doubt, returns true.
bool is_secret_option(std::string_view name);

/// A libpq connection string, in either form, in which every secret is replaced and everything else
/// unchanged.
std::string redact_connection(std::string_view connection);

} // namespace pgmend::schema
