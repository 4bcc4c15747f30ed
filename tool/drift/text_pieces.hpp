#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pgmend::drift {

/// The text between a parenthesis and the one that closes it, and the place behind that.
struct Inside {
    std::string_view text;
    std::size_t end = 0;
};

/// The text in the first parentheses after a position.
std::optional<Inside> in_parentheses(std::string_view text, std::size_t from);

/// A text whose braces stay when it is formatted later.
std::string with_braces_doubled(const std::string& text);

} // namespace pgmend::drift
