#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pgmend::revision {

/// The width of the version table's column, in bytes.
inline constexpr std::size_t max_id_bytes = 32;

/// Why `text` cannot be a revision id, as the end of a sentence ("is longer than …"); empty when it can.
std::string id_fault(std::string_view text);

/// Why `text` cannot be a branch label; empty when it can. Labels are never stored, so any length will do.
std::string label_fault(std::string_view text);

/// 12 random hexadecimal digits.
std::string new_id();

} // namespace pgmend::revision
