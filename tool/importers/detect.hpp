#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pgmend::importers {

/// A tool whose files a folder seems to hold: the word on the command line, the folder to name there, and
/// what tells.
struct Detected {
    std::string tool;
    std::filesystem::path folder;
    std::string reason;

    bool operator==(const Detected&) const = default;
};

/// The tools whose marks are in the folder or below it, the surest first; never the same one twice.
std::vector<Detected> detect(const std::filesystem::path& folder);

} // namespace pgmend::importers
