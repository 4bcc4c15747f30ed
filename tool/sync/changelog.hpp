#pragma once

#include "sync/issue.hpp"
#include "sync/json.hpp"

#include <stdexcept>

namespace pgmend::sync {

/// A value that the mapping cannot take; becomes a Reject.
struct Refusal : std::runtime_error {
    Refusal(std::string why, const std::string& reason) : std::runtime_error(reason), kind(std::move(why)) {}
    std::string kind;
};

/// One change of status.
struct StatusChange {
    Timestamp at = 0;
    std::string from; ///< empty where the entry does not say
    std::string to;
};

/// What a changelog says.
struct Changelog {
    std::vector<StatusChange> changes; ///< in the order of their times
    std::string last_id;               ///< of the last entry, whatever it changed; empty without one
};

/// Adds the entries of an array as the API returns it. Throws Refusal.
void read_changelog(const json::Value& entries, Changelog& changelog);
/// Orders the changes by time; those of the same moment stay as they were sent.
void order(Changelog& changelog);

/// The intervals of an issue's statuses: each ends where the next begins, the last one is open, none ends
/// before it starts. Without any change there is one, the current status from the creation on.
std::vector<HistoryRow> intervals(const Changelog& changelog, Timestamp created, const std::string& status);
/// The intervals that changes add behind those that are there.
std::vector<HistoryRow> further_intervals(const Changelog& changelog);

/// A name of a status or a person: `display`, else `key`; a string as it is. Empty = none.
std::string display_name(const json::Value& value);
/// Throws Refusal naming the field where the text is no timestamp.
Timestamp timestamp_of(const json::Value& value, const char* field);
/// Throws Refusal where a text has more characters than a varchar(n) column takes.
void check_length(const std::string& text, const char* field, std::size_t max_length = 255);

} // namespace pgmend::sync
