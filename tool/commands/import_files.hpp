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
    std::vector<revision::Revision> fresh;       ///< not in the folder yet
    std::vector<revision::Revision> all;         ///< the folder's and the fresh ones
    std::size_t unchanged = 0;                   ///< imported before
    std::vector<std::filesystem::path> outdated; ///< skeletons of which there is more now
    std::vector<std::string> replaced;           ///< the revisions of those files
};

/// Compares an import with the folder, which need not exist. Throws UsageError for a revision that is there
/// with other contents (its message and date do not count, nor its SQL where only the user can say what is
/// right), and for revisions that do not hang together.
ImportedFiles compare_with(const importers::Conversion& imported, const std::filesystem::path& folder);

/// Writes the fresh ones, and removes what is outdated. Returns their paths. Throws UsageError.
std::vector<std::filesystem::path> write_files(const ImportedFiles& files,
                                               const std::filesystem::path& folder);

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

/// That so many of the files are skeletons, and what to do.
std::string unfinished_text(std::size_t count);

/// "file:line: revision x: reason", and the remedy on the next line.
std::string failure_text(const importers::Failure& failure);

} // namespace pgmend::commands
