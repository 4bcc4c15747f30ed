#include "report/style.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::report {

Style Style::of(ColorMode mode, int descriptor) {
    if (mode != ColorMode::automatic)
        return Style(mode == ColorMode::always);
    const char* no_color = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    const bool dumb = term == nullptr || std::string_view(term) == "dumb";
    return Style(isatty(descriptor) == 1 && !dumb && (no_color == nullptr || *no_color == '\0'));
}

std::string Style::color(std::size_t number, std::string_view text) const {
    constexpr std::array codes{"36", "35", "33", "32", "34", "31"};
    return paint(codes[number % codes.size()], text);
}

std::string Style::paint(std::string_view code, std::string_view text) const {
    return color_ ? fmt::format("{0}[{1}m{2}{0}[0m", color_mark, code, text) : std::string(text);
}

std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string cut(std::string_view text, std::size_t columns) {
    if (width(text) <= columns)
        return std::string(text);
    std::size_t bytes = 0;
    for (std::size_t seen = 0; bytes < text.size(); ++bytes) {
        const bool starts = (static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80;
        if (starts && seen++ == columns - 1)
            break;
    }
    return std::string(text.substr(0, bytes)) + "…";
}

std::string fit(std::string_view text, std::size_t columns) {
    const auto length = width(text);
    return length < columns ? std::string(text) + std::string(columns - length, ' ') : cut(text, columns);
}

std::string wrapped(std::string_view text, std::size_t columns, std::string_view indent) {
    std::string lines;
    std::size_t used = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" \n"), text.size());
        const auto word = text.substr(0, end);
        if (used > 0 && used + 1 + width(word) > columns) {
            lines += fmt::format("\n{}", indent);
            used = 0;
        }
        lines += fmt::format("{}{}", used > 0 ? " " : "", word);
        used += (used > 0 ? 1 : 0) + width(word);
        if (end < text.size() && text[end] == '\n') {
            lines += fmt::format("\n{}", indent);
            used = 0;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string duration(double milliseconds) {
    if (milliseconds < 10)
        return fmt::format("{:.1f} ms", milliseconds);
    if (milliseconds < 1000)
        return fmt::format("{:.0f} ms", milliseconds);
    if (milliseconds < 60'000)
        return fmt::format("{:.1f} s", milliseconds / 1000);
    const auto seconds = static_cast<long>(milliseconds / 1000);
    return fmt::format("{} min {} s", seconds / 60, seconds % 60);
}

std::string count(std::size_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

} // namespace pgmend::report
