#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace pgmend {

/// Parses a duration: a whole number and a unit, as in `250ms`, `30s`, `5min`, `1h`; `0` needs no unit.
/// Returns nothing for any other text, or if the value is out of range.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

} // namespace pgmend
