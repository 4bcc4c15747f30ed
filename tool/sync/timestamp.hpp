#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pgmend::sync {

/// A moment in microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
using Timestamp = std::int64_t;

/// Reads `2025-10-20T08:54:11.008+0000` and its forms with `Z`, `+00:00` or `+00`, any offset below 16 hours,
/// a blank for the T, and a fraction of one to nine digits or none; rounded to microseconds. The day must
/// exist, the year be 1 to 9999, and the offset be there. Nothing for any other text.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// As PostgreSQL writes a timestamp without time zone with DateStyle ISO: "2025-10-20 08:54:11.008".
std::string to_text(Timestamp timestamp);

} // namespace pgmend::sync
