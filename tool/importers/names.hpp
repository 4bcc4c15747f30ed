#pragma once

#include <string>
#include <string_view>

namespace pgmend::importers {

/// The digits that a name begins with; empty without any.
std::string_view leading_digits(std::string_view name);

/// What follows the digits of a name, as words: "_create_users-table" -> "create users table".
std::string words_of(std::string_view name);

/// When a migration was made, from a number that is a time: 14 digits (YYYYMMDDhhmmss), 17 (with
/// milliseconds), 10 or 13 (seconds or milliseconds since 1970); "2024-01-01T12:00:00Z", empty for others.
std::string time_of(std::string_view digits);

/// A revision id for a name that may be none itself: what cannot stand in an id becomes '_', and what is too
/// long is cut and ends in eight digits of the name's SHA-256. The same name always gives the same id.
std::string legal_id(std::string_view name);

} // namespace pgmend::importers
