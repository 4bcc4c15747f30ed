#pragma once

#include "sync/timestamp.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::sync {

/// An issue as it was received, with where it came from.
struct RawIssue {
    std::string text;
    std::string source; ///< a file's name, "stdin", "page 3"
    std::size_t line = 0;
    std::size_t offset = 0;
    bool too_long = false;
    /// The pages of its changelog as the API gave them, each an array; none = not asked for, then entries
    /// under the issue's own key `changelog` count.
    std::optional<std::vector<std::string>> changelog;
    /// The changelog holds only what came after the entry that the database knows as the last.
    bool incremental = false;
    std::string refusal; ///< why it cannot be taken, where that is known before it is looked at
};

/// A row of tracker_task_history, without its ids.
struct HistoryRow {
    std::string status;
    Timestamp start = 0;
    std::optional<Timestamp> end;

    bool operator==(const HistoryRow&) const = default;
};

/// What is to become of the history rows that an issue has.
enum class HistoryMode : char {
    keep = 'k',    ///< nothing is known of its changes: a first row is made where there is none
    replace = 'r', ///< the rows given are all
    extend = 'x'   ///< the rows given come behind those there are
};

/// An issue as rows of the tracker's tables.
struct Issue {
    std::string tracker_id;
    std::string key;
    std::optional<std::string> summary, description, status, author, assignee, client, team, prodteam,
        profit_forecast, links, last_changelog_id;
    std::string full_data;
    std::optional<Timestamp> created, updated;
    std::vector<HistoryRow> history;
    HistoryMode mode = HistoryMode::replace;
};

/// Why an issue was not taken, for the reject file and the summary.
struct Reject {
    std::string kind; ///< a word for programs: "json", "timestamp", "length", …
    std::string reason;
    std::string tracker_id; ///< as far as known
    std::string key;
};

} // namespace pgmend::sync
