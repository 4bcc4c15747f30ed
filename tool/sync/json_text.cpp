#include "sync/json_text.hpp"

#include <fmt/format.h>

namespace pgmend::sync::json {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void append_utf8(std::string& text, unsigned code) {
    const auto put = [&](unsigned byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3F));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

char escaped_character(char c) {
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

} // namespace

int code_unit(std::string_view text, std::size_t at) {
    if (at + 4 > text.size())
        return -1;
    int unit = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const int digit = hex_digit(text[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

bool is_high_surrogate(int unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}

bool is_low_surrogate(int unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

std::string unescaped(std::string_view inside, bool has_escape) {
    if (!has_escape)
        return std::string(inside);
    std::string text;
    text.reserve(inside.size());
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] != '\\') {
            text += inside[i];
            continue;
        }
        if (inside[++i] != 'u') {
            text += escaped_character(inside[i]);
            continue;
        }
        auto code = static_cast<unsigned>(code_unit(inside, i + 1));
        i += 4;
        if (is_high_surrogate(static_cast<int>(code))) {
            code = 0x10000 + ((code - 0xD800) << 10) +
                   (static_cast<unsigned>(code_unit(inside, i + 3)) - 0xDC00);
            i += 6;
        }
        append_utf8(text, code);
    }
    return text;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += fmt::format("\\{}", c);
        else if (static_cast<unsigned char>(c) < 0x20)
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            result += c;
    }
    return result += '"';
}

} // namespace pgmend::sync::json
