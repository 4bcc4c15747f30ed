#pragma once

#include "importers/project.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers {

/// The files in the folders, without hidden ones, in no particular order. Throws UsageError if a folder
/// cannot be read.
std::vector<std::filesystem::path> list_files(const std::vector<std::filesystem::path>& folders,
                                              bool recursive);

/// The text of a file without BOM and with LF line ends. Throws UsageError if the file cannot be read or is
/// not UTF-8.
std::string read_text(const std::filesystem::path& path);

/// Runs `read`; a UsageError that it throws becomes a failure of the project, and `stub` stands where the
/// migration would be, unless it has no id.
void attempt(Project& project, Migration stub, const std::filesystem::path& path,
             const std::function<void()>& read);

/// Extracts the lines of one direction from a text. Each line is either kept or replaced by an empty line.
class LineSieve {
  public:
    void keep(std::string_view line) {
        text_ += line;
        text_ += '\n';
        kept_ = kept_ || line.find_first_not_of(" \t") != std::string_view::npos;
    }
    void skip() { text_ += '\n'; }
    bool has_text() const { return kept_; } ///< whether a line that is not blank was kept
    const std::string& text() const { return text_; }
    auto lines() const { return std::count(text_.begin(), text_.end(), '\n'); }

  private:
    std::string text_;
    bool kept_ = false;
};

} // namespace pgmend::importers
