#pragma once

#include "revision/revision.hpp"

#include <filesystem>
#include <string>

namespace pgmend::commands {

/// "2026-11-21T12:00:00Z"
std::string now_utc();

/// Writes a revision into the folder, all or nothing; refuses to overwrite. Returns the path.
std::filesystem::path write_revision(const revision::Revision& revision, const std::filesystem::path& folder);

/// Writes a whole file at once by way of a temporary neighbour. Throws Error.
void write_file(const std::filesystem::path& path, const std::string& text);

} // namespace pgmend::commands
