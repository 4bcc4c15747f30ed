#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace pgmend {

/// What read_file() takes.
enum class Readable {
    anything, ///< pipes and devices, too
    regular   ///< regular files only, so that no pipe keeps the command waiting
};

/// A file larger than this was not written by a person.
inline constexpr std::size_t max_file_bytes = std::size_t{1} << 30;

/// The whole file. Throws UsageError with the path and the reason: a folder, no right, too large.
std::string read_file(const std::filesystem::path& path, Readable readable = Readable::anything);

/// Replaces a whole file at once: whoever reads it meanwhile sees the old or the new text, and a failure
/// leaves the old one. The new text goes into a temporary of the same folder that nobody else can have made
/// or can read, which then takes the place of the file that the path leads to: a link stays a link, and mode
/// and owner stay what they were. A pipe or device is written through. Throws UsageError.
void write_file(const std::filesystem::path& path, const std::string& text);

} // namespace pgmend
