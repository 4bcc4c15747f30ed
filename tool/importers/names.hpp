#pragma once

#include <string>
#include <string_view>

namespace pgmend::importers {

/// The digits at the start of a name; empty if there are none.
std::string_view leading_digits(std::string_view name);

/// The part of a name after its leading digits, as words: "_create_users-table" -> "create users table".
std::string words_of(std::string_view name);

/// The time in a number: 14 digits (YYYYMMDDhhmmss), 17 digits (with milliseconds), 10 or 13 digits (seconds
/// or milliseconds since 1970). Returns "2024-01-01T12:00:00Z", or an empty string for other numbers.
std::string time_of(std::string_view digits);

/// A revision id made from a name. Characters that an id cannot contain become '_', and a name that is too
/// long is shortened and ends in eight digits of its SHA-256. The same name always results in the same id.
std::string legal_id(std::string_view name);

} // namespace pgmend::importers
