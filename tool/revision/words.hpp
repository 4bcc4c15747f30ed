#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// Whether it is an ASCII letter.
bool is_letter(char c);

/// The text without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// The words of a text, separated by blanks and tabs.
std::vector<std::string_view> split_words(std::string_view text);

/// The parts of a text, separated by commas and trimmed, without empty parts.
std::vector<std::string> split_list(std::string_view text);

} // namespace pgmend::revision
