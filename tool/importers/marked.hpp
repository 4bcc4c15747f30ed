#pragma once

#include "importers/project.hpp"

#include <filesystem>
#include <string>

namespace pgmend::importers {

/// A file with marks such as `-- +migrate Up`, `Down`, `StatementBegin` and `StatementEnd`; `word` is the one
/// behind the plus, `title` the tool's. The migration's name is the file's. Throws UsageError.
Migration read_marked(const std::string& word, const std::string& title, const std::filesystem::path& path,
                      Project& project);

} // namespace pgmend::importers
