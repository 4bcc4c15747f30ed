#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pgmend {

/// The candidate that is most like `word` by edit distance (insert, delete, replace, swap of neighbours), or
/// an empty string when none is near enough to be meant: at most a third of the word's length, at least one
/// edit.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// "; did you mean 'x'?" for the nearest candidate, or an empty string.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

} // namespace pgmend
