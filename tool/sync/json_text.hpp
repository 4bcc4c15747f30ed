#pragma once

#include <string>
#include <string_view>

namespace pgmend::sync::json {

/// The value of the four hexadecimal digits after \u at `at` in a JSON string, or -1.
int code_unit(std::string_view text, std::size_t at);
bool is_high_surrogate(int unit);
bool is_low_surrogate(int unit);

/// Decodes the text between the quotes of a string that has been checked.
std::string unescaped(std::string_view inside, bool has_escape);

/// Encodes the text, which must be UTF-8, as a JSON string with quotes.
std::string quoted(std::string_view text);

} // namespace pgmend::sync::json
