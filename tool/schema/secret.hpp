#pragma once

#include <string>
#include <string_view>

namespace pgmend::schema {

/// What stands in a model for a value that must not leave the server.
inline constexpr std::string_view redacted = "<redacted>";

/// Whether the value of an option of this name (of a foreign server, a user mapping, …) may be a secret:
/// passwords, tokens, keys. Errs on the side of hiding.
bool is_secret_option(std::string_view name);

/// A libpq connection string, in either form, with every secret hidden and the rest as it was.
std::string redact_connection(std::string_view connection);

} // namespace pgmend::schema
