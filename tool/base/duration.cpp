#include "base/duration.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace pgmend {
namespace {

// PostgreSQL keeps its timeouts in an int of milliseconds, so nothing longer can be meant (24.8 days).
constexpr std::int64_t max_duration = 2'147'483'647;

constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> units{
    {{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}}};

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    if (text == "0")
        return std::chrono::milliseconds(0);
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc() || number < 0)
        return std::nullopt;
    const std::string_view unit(parsed.ptr, static_cast<std::size_t>(end - parsed.ptr));
    for (const auto& [name, factor] : units)
        if (unit == name && number <= max_duration / factor)
            return std::chrono::milliseconds(number * factor);
    return std::nullopt;
}

} // namespace pgmend
