#pragma once

#include <string>
#include <string_view>

namespace pgmend::sync::json {

/// The four hexadecimal digits behind \u at `at` of a JSON string, or -1.
int code_unit(std::string_view text, std::size_t at);
bool is_high_surrogate(int unit);
bool is_low_surrogate(int unit);

/// What stands between the quotes of a string that has been checked, as characters.
std::string unescaped(std::string_view inside, bool has_escape);

/// The text as a JSON string, in quotes; it must be UTF-8.
std::string quoted(std::string_view text);

} // namespace pgmend::sync::json
