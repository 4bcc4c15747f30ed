#include "base/visible.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

namespace pgmend {
namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 1;
};

/// The UTF-8 character that the text begins with; none for bytes that are no UTF-8.
std::optional<Character> first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto lead = byte(0);
    if (lead < 0x80)
        return Character{.code = lead};
    const std::size_t bytes = lead >= 0xF0 && lead < 0xF5   ? 4
                              : lead >= 0xE0 && lead < 0xF0 ? 3
                              : lead >= 0xC2 && lead < 0xE0 ? 2
                                                            : 0;
    if (bytes == 0 || text.size() < bytes)
        return std::nullopt;
    std::uint32_t code = lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return std::nullopt;
        code = code << 6 | (byte(i) & 0x3FU);
    }
    if ((bytes == 3 && code < 0x800) || (bytes == 4 && (code < 0x10000 || code > 0x10FFFF)))
        return std::nullopt;
    return Character{.code = code, .bytes = bytes};
}

bool is_control(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

/// Marks, embeddings, overrides and isolates of writing direction; separators that some programs take for the
/// end of a line.
bool turns_text(std::uint32_t code) {
    return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

template <class Escape>
std::string escaped(std::string_view text, Escape&& escape) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto character = first_character(text);
        const auto bytes = character ? character->bytes : 1;
        if (auto replacement = escape(character, text.front()))
            result += *replacement;
        else
            result.append(text.substr(0, bytes));
        text.remove_prefix(bytes);
    }
    return result;
}

std::optional<std::string> seen(const std::optional<Character>& character, char byte) {
    if (!character)
        return fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    if (is_control(character->code))
        return fmt::format("\\x{:02x}", character->code);
    if (turns_text(character->code))
        return fmt::format("\\u{:04x}", character->code);
    return std::nullopt;
}

} // namespace

std::string visible(std::string_view text) {
    return escaped(text, [](const auto& character, char byte) {
        return byte == '\n' || byte == '\t' ? std::nullopt : seen(character, byte);
    });
}

std::string visible_line(std::string_view text) {
    return escaped(text, [](const auto& character, char byte) {
        const std::string_view word = byte == '\n' ? "\\n" : byte == '\t' ? "\\t" : byte == '\r' ? "\\r" : "";
        return word.empty() ? seen(character, byte) : std::optional(std::string(word));
    });
}

std::string sql_comment(std::string_view text) {
    std::string result;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        result +=
            fmt::format("{}-- {}", start > 0 ? "\n" : "", visible_line(text.substr(start, end - start)));
        start = end + 1;
    }
    return result;
}

std::string visible_json(std::string_view document) {
    return escaped(document, [](const auto& character, char) -> std::optional<std::string> {
        if (!character || (character->code < 0x7F) ||
            !(is_control(character->code) || turns_text(character->code)))
            return std::nullopt;
        return fmt::format("\\u{:04x}", character->code);
    });
}

std::string visible_xml(std::string_view document) {
    return escaped(document, [](const auto& character, char) -> std::optional<std::string> {
        if (!character || (character->code < 0x7F) ||
            !(is_control(character->code) || turns_text(character->code)))
            return std::nullopt;
        return fmt::format("&#x{:x};", character->code);
    });
}

} // namespace pgmend
