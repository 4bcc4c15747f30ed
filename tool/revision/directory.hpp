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

/// Reads all `*.sql` files of a folder and its subfolders. The load order is: the files of a folder by name
/// (byte order), then its subfolders by name. Hidden files and folders, and symlinks to folders, are ignored.
/// Large folders are read by several threads. Throws UsageError for the first file, in load order, that
/// cannot be read.
Directory load(const std::filesystem::path& folder);

} // namespace pgmend::revision
