#pragma once

#include "base/file.hpp"
#include "revision/revision.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace pgmend::commands {

/// The current time in UTC: "2026-11-21T12:00:00Z".
std::string now_utc();

/// Writes a revision to the folder, completely or not at all. Existing files are not overwritten. Returns the
/// path.
std::filesystem::path write_revision(const revision::Revision& revision, const std::filesystem::path& folder);

/// Writes all revisions to the folder, or none. Creates the folder if it is missing. Returns the paths.
/// Throws UsageError.
std::vector<std::filesystem::path> write_revisions(const std::vector<revision::Revision>& revisions,
                                                   const std::filesystem::path& folder);

} // namespace pgmend::commands
