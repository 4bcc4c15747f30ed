#pragma once

#include "revision/revision.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace pgmend::revision {

/// All revision files of a folder.
struct Directory {
    std::vector<Revision> revisions; ///< in load order
    std::vector<std::string> warnings;
};

/// Reads every `*.sql` file of a folder and of its subfolders. Load order: the files of a folder by name
/// (byte order), then its subfolders by name; hidden entries and links to folders are left out. Large folders
/// are read by several threads. Throws UsageError for the first file (in load order) that cannot be read.
Directory load(const std::filesystem::path& folder);

} // namespace pgmend::revision
