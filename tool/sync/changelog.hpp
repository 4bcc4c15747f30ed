#pragma once

#include "sync/issue.hpp"
#include "sync/json.hpp"

#include <stdexcept>

namespace pgmend::sync {

/// A value that cannot be mapped; becomes a Reject.
struct Refusal : std::runtime_error {
    Refusal(std::string why, const std::string& reason) : std::runtime_error(reason), kind(std::move(why)) {}
    std::string kind;
};

/// A change of the status.
struct StatusChange {
    Timestamp at = 0;
    std::string from; ///< empty if the entry does not contain it
    std::string to;
};

/// The contents of a changelog.
struct Changelog {
    std::vector<StatusChange> changes; ///< in chronological order
    std::string last_id;               ///< id of the last entry of any kind; empty if there is none
};

/// Adds the entries of an array as returned by the API. Throws Refusal.
void read_changelog(const json::Value& entries, Changelog& changelog);
/// Sorts the changes by time. Changes with the same time remain in their order.
void order(Changelog& changelog);

/// The intervals of an issue's statuses. Each interval ends when the next one begins, the last one is open,
/// and none ends before it begins. If there are no changes, there is one interval with the current status,
/// which begins when the issue was created.
std::vector<HistoryRow> intervals(const Changelog& changelog, Timestamp created, const std::string& status);
/// The intervals to be added after the existing ones.
std::vector<HistoryRow> further_intervals(const Changelog& changelog);

/// The name of a status or a person: `display`, otherwise `key`; for a string, the string itself. Empty =
/// none.
std::string display_name(const json::Value& value);
/// Parses a timestamp. Throws Refusal with the name of the field if it is invalid.
Timestamp timestamp_of(const json::Value& value, const char* field);
/// Throws Refusal if a text has more characters than the varchar(n) column allows.
void check_length(const std::string& text, const char* field, std::size_t max_length = 255);

} // namespace pgmend::sync
