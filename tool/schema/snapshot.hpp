#pragma once

#include "schema/model.hpp"

#include <string>
#include <string_view>

namespace pgmend::schema {

/// The version of the form that to_snapshot() writes. A reader takes every version up to its own.
inline constexpr int snapshot_format = 1;

/// The model as canonical JSON: objects in their order, one attribute a line, texts of several lines as an
/// array of lines, so that a change reads well in a review. The same model always gives the same text.
std::string to_snapshot(const Model& model);

/// Reads what to_snapshot() wrote. Throws UsageError with the file and line of what is wrong.
Model parse_snapshot(std::string_view text, std::string_view file);

/// Reads a snapshot file. Throws UsageError.
Model load_snapshot(const std::string& path);

} // namespace pgmend::schema
