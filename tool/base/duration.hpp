#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace pgmend {

/// A length of time as people write it: a whole number and a unit, `250ms`, `30s`, `5min`, `1h`; a plain `0`
/// needs no unit. Nothing for any other text, or where it does not fit.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

} // namespace pgmend
