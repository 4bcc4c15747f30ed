#pragma once

#include "schema/model.hpp"

#include <string>
#include <string_view>

namespace pgmend::schema {

/// The version of the snapshot format that to_snapshot() writes. All earlier versions can be read.
inline constexpr int snapshot_format = 1;

/// The model as canonical JSON: objects in their order, one attribute per line, and texts of several lines as
/// an array of lines, so that changes are easy to review. The same model always results in the same text.
std::string to_snapshot(const Model& model);

/// Parses the result of to_snapshot(). Throws UsageError with file and line.
Model parse_snapshot(std::string_view text, std::string_view file);

/// Reads a snapshot file. Throws UsageError.
Model load_snapshot(const std::string& path);

} // namespace pgmend::schema
