#pragma once

#include <filesystem>
#include <string>

namespace pgmend::commands {

/// Why settings that were found, not named, must not be used: somebody else could have written them. Empty
/// when they may: file and folder belong to the user, to root, or, in the working directory, to the same
/// owner, and nobody else may write them. (In a folder such as /tmp a file of the user's own counts.)
std::string distrusted(const std::filesystem::path& file, bool in_working_directory);

} // namespace pgmend::commands
