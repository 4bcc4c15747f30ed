#pragma once

#include "base/file.hpp"
#include "revision/revision.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace pgmend::commands {

/// "2026-11-21T12:00:00Z"
std::string now_utc();

/// Writes a revision into the folder, all or nothing; refuses to overwrite. Returns the path.
std::filesystem::path write_revision(const revision::Revision& revision, const std::filesystem::path& folder);

/// Writes all of them into the folder, which is made if missing, or none. Returns the paths. Throws
/// UsageError.
std::vector<std::filesystem::path> write_revisions(const std::vector<revision::Revision>& revisions,
                                                   const std::filesystem::path& folder);

} // namespace pgmend::commands
