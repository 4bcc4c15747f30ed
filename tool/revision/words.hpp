#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// An ASCII letter.
bool is_letter(char c);

/// Without the blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// The parts between blanks and tabs.
std::vector<std::string_view> split_words(std::string_view text);

/// The trimmed parts between commas; empty parts are left out.
std::vector<std::string> split_list(std::string_view text);

} // namespace pgmend::revision
