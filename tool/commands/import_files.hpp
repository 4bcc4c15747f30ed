#pragma once

#include "commands/context.hpp"
#include "importers/conversion.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pgmend::commands {

/// What an import changes in a folder.
struct ImportedFiles {
    std::vector<revision::Revision> fresh; ///< not yet in the folder
    std::vector<revision::Revision> all;   ///< those in the folder, and the new ones
    std::size_t unchanged = 0;             ///< number of revisions that were imported before
};

/// Compares an import with the folder, which may be missing. Throws UsageError if a revision exists with
/// other contents (its message and date are not compared), and, if no revision was left out, if the revisions
/// do not form a valid graph.
ImportedFiles compare_with(const importers::Conversion& imported, const std::filesystem::path& folder);

/// {"imported": [{"revision", "path"}], "unchanged", "failed": [{"revision", "file", "line", "reason"}]};
/// `paths` are those of the new revisions, or empty if nothing was written.
nlohmann::ordered_json import_json(const ImportedFiles& files,
                                   const std::vector<std::filesystem::path>& paths,
                                   const std::vector<importers::Failure>& failures);

/// Prints a warning for each statement of the new revisions that writes to the version table, because upgrade
/// rejects it. `paths` are their files, in the same order.
void warn_of_version_table(const std::vector<revision::Revision>& revisions,
                           const std::vector<std::filesystem::path>& paths, const Context& context);

/// "3 revisions imported, 2 there already"
std::string import_summary(const ImportedFiles& files);

/// "file:line: revision x: reason", and the remedy on the next line.
std::string failure_text(const importers::Failure& failure);

} // namespace pgmend::commands
