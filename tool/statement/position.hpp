#pragma once

#include <cstddef>
#include <string_view>

namespace pgmend::statement {

/// A position in a text that is read from beginning to end.
struct Position {
    int line = 1;
    int column = 1; ///< in characters of UTF-8
    std::size_t offset = 0;

    /// Moves forward to a byte offset of the same text.
    void advance(std::string_view text, std::size_t to);
};

/// Whether the byte continues a UTF-8 character instead of starting one.
constexpr bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace pgmend::statement
