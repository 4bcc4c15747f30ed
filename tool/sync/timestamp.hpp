#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pgmend::sync {

/// Microseconds since 1970-01-01T00:00:00Z, without leap seconds.
using Timestamp = std::int64_t;

/// Parses `2025-10-20T08:54:11.008+0000`. `Z`, `+00:00` and `+00` are also accepted, any offset below 16
/// hours, a space instead of the T, and a fraction of up to nine digits, which is rounded to microseconds.
/// The day must exist, the year must be between 1 and 9999, and the offset is required. Returns nothing for
/// any other text.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// The format of PostgreSQL for a timestamp without time zone with DateStyle ISO: "2025-10-20 08:54:11.008".
std::string to_text(Timestamp timestamp);

} // namespace pgmend::sync
