#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pgmend {

/// The candidate with the smallest edit distance to `word` (insertions, deletions, replacements, swaps of
/// adjacent letters). Returns an empty string if no candidate is near enough: the distance may be at most a
/// third of the length of `word`, but one edit is always allowed.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// "; did you mean 'x'?" with the nearest candidate, or an empty string if there is none.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

} // namespace pgmend
