#pragma once

#include "importers/project.hpp"

#include <filesystem>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers {

/// How a tool names its files, below the folder: "{version}_{name}.up.sql", "{version}_{name}/up.sql". A
/// version is digits, with dots and dashes between them; a name is anything without a slash.
class Pattern {
  public:
    /// Throws UsageError for a text without {version}, or with anything else in braces.
    explicit Pattern(std::string_view text);

    struct Match {
        std::string version;
        std::string name;
    };
    std::optional<Match> match(const std::string& path) const;

  private:
    std::regex regex_;
    bool version_first_ = true;
};

/// A migration's files.
struct FoundFiles {
    std::string version; ///< as written in the name
    std::string name;
    std::filesystem::path up;
    std::filesystem::path down; ///< empty = none

    /// "20240101120000_create_users"; what a tool that knows migrations by their names calls it
    std::string full_name() const { return name.empty() ? version : version + "_" + name; }
};

/// The files of the source's folders that one of the patterns fits, by version. A version that two files
/// have, and programs beside them, are told in the project, the latter with a stub in the order of versions.
std::vector<FoundFiles> find_files(const Source& source, const std::vector<Pattern>& ups,
                                   const std::vector<Pattern>& downs, Project& project);

/// Puts the stubs of programs in their places among what has been read.
void order_by_version(std::vector<Migration>& migrations);

/// A failure for a file that is a program, and a stub in its place.
void refuse_program(Project& project, const std::string& name, const std::filesystem::path& path);

/// Whether the file's ending is that of a program: .go, .js, .ts, .py, .rb and the like.
bool is_program(const std::filesystem::path& path);

} // namespace pgmend::importers
