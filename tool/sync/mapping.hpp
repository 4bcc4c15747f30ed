#pragma once

#include "sync/issue.hpp"
#include "sync/json.hpp"

#include <string>
#include <variant>
#include <vector>

namespace pgmend::sync {

/// The settings for the mapping.
struct MappingOptions {
    /// Keys for team and prodteam, in order of preference. If none of them has a value, the first key of the
    /// issue that ends in `--team` or `--prodteam` and has a value is used.
    std::vector<std::string> team_keys;
    std::vector<std::string> prodteam_keys;
    /// The valid names of statuses; empty = any.
    std::vector<std::string> statuses;
    /// Only some fields were requested: the other columns of an issue remain unchanged.
    bool partial = false;
};

/// Converts an issue to rows, or returns why it is rejected. `document` is reused memory.
std::variant<Issue, Reject> map_issue(const RawIssue& raw, const MappingOptions& options,
                                      json::Document& document);

/// The first `characters` characters of a UTF-8 text; characters are never split.
std::string first_characters(std::string_view text, std::size_t characters);

} // namespace pgmend::sync
