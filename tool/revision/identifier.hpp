#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pgmend::revision {

/// The size of the version table's column, in bytes.
inline constexpr std::size_t max_id_bytes = 32;

/// Why `text` cannot be a revision id, as the end of a sentence ("is longer than …"); empty if it can.
std::string id_fault(std::string_view text);

/// Why `text` cannot be a branch label; empty if it can. Labels are not stored, so their length is not
/// limited.
std::string label_fault(std::string_view text);

/// 12 random hexadecimal digits.
std::string new_id();

} // namespace pgmend::revision
