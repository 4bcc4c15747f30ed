#pragma once

#include "sync/timestamp.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::sync {

/// An issue as received, and its origin.
struct RawIssue {
    std::string text;
    std::string source; ///< a file name, "stdin", "page 3"
    std::size_t line = 0;
    std::size_t offset = 0;
    bool too_long = false;
    /// The pages of its changelog from the API, each of them an array. If there is no value, the changelog
    /// was not requested, and the key `changelog` of the issue is used.
    std::optional<std::vector<std::string>> changelog;
    /// The changelog contains only entries after the last one that the database knows.
    bool incremental = false;
    std::string refusal; ///< why it is rejected, if that is known before it is parsed
};

/// A row of tracker_task_history, without ids.
struct HistoryRow {
    std::string status;
    Timestamp start = 0;
    std::optional<Timestamp> end;

    bool operator==(const HistoryRow&) const = default;
};

/// What to do with the existing history rows of an issue.
enum class HistoryMode : char {
    keep = 'k',    ///< nothing is known about its changes: add a first row if there is none
    replace = 'r', ///< replace them by the given rows
    extend = 'x'   ///< add the given rows after them
};

/// An issue as rows for the tracker's tables.
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

/// Why an issue was rejected, for the reject file and the summary.
struct Reject {
    std::string kind; ///< a code: "json", "timestamp", "length", …
    std::string reason;
    std::string tracker_id; ///< if known
    std::string key;
};

} // namespace pgmend::sync
