#pragma once
/// The issues that the tracker has, as a test wrote them into a file.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tracker_api {

/// Texts of JSON are kept as the file has them: what pgmend stores must be what was sent, digit by digit.
struct Records {
    struct Entry {
        std::string id, json;
    };

    std::vector<std::string> listed; ///< as a search gives them; an issue may come twice
    std::unordered_map<std::string, std::vector<Entry>> changelogs; ///< by an issue's id, oldest first
    std::unordered_set<std::string> gone; ///< ids that a search shows and whose changelog is no longer there

    /// From lines of tab-separated fields: "issue JSON", "entry ISSUE-ID ENTRY-ID JSON", "gone ISSUE-ID".
    /// Throws std::runtime_error with the number of a line that is none of these.
    static Records read(const std::filesystem::path& file);

    /// The JSON array of the issues from start on, no more than size of them.
    std::string page(std::size_t start, std::size_t size) const;
};

/// The JSON array of the entries from start on, no more than size of them.
std::string page_of(const std::vector<Records::Entry>& entries, std::size_t start, std::size_t size);

/// Each issue of the array with the named members only ("key,summary"), in their order.
std::string with_fields(const std::string& page, std::string_view names);

} // namespace tracker_api
