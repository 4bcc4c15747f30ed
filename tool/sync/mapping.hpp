#pragma once

#include "sync/issue.hpp"
#include "sync/json.hpp"

#include <string>
#include <variant>
#include <vector>

namespace pgmend::sync {

/// What the mapping is told by the settings.
struct MappingOptions {
    /// Keys that give team and prodteam, the preferred first; where none of them has a value, any key that
    /// ends in `--team` or `--prodteam` does, in the order of the issue.
    std::vector<std::string> team_keys;
    std::vector<std::string> prodteam_keys;
    /// The names that a status may have; empty = any.
    std::vector<std::string> statuses;
    /// Only some fields were asked for: what an issue lacks is left as it is.
    bool partial = false;
};

/// Makes rows of an issue, or says why it cannot. `document` is working memory.
std::variant<Issue, Reject> map_issue(const RawIssue& raw, const MappingOptions& options,
                                      json::Document& document);

/// The first `characters` characters of a UTF-8 text, none of them cut.
std::string first_characters(std::string_view text, std::size_t characters);

} // namespace pgmend::sync
