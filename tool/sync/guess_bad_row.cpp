#include "sync/guess_bad_row.hpp"

#include <algorithm>
#include <string_view>

namespace pgmend::sync {
namespace {

/// The value in "Key (column)=(value) …"; empty where there is none.
std::string_view missing_key(std::string_view detail) {
    const auto begin = detail.find(")=(");
    const auto end = begin == std::string_view::npos ? begin : detail.find(')', begin + 3);
    return end == std::string_view::npos ? "" : detail.substr(begin + 3, end - begin - 3);
}

bool holds(const Issue& issue, std::string_view value) {
    for (const auto* column : {&issue.status, &issue.author, &issue.assignee, &issue.client, &issue.team,
                               &issue.prodteam, &issue.profit_forecast, &issue.last_changelog_id})
        if (*column && **column == value)
            return true;
    return issue.tracker_id == value || issue.key == value;
}

/// Whether a row that is quoted begins with an id of the table's and this issue's.
bool is_quoted(const Issue& issue, std::string_view detail) {
    const auto at = detail.find(", " + issue.tracker_id + ", ");
    return at != std::string_view::npos && at < detail.find(", ") + 1;
}

} // namespace

std::optional<std::size_t> guess_bad_row(std::span<const Issue* const> issues,
                                         const pg::Diagnostic& diagnostic) {
    const auto key = missing_key(diagnostic.detail);
    for (std::size_t i = 0; i < issues.size(); ++i) {
        if (key.empty() ? !is_quoted(*issues[i], diagnostic.detail) : !holds(*issues[i], key))
            continue;
        const auto same = [&](const Issue* other) { return other->tracker_id == issues[i]->tracker_id; };
        return std::ranges::count_if(issues, same) == 1 ? std::optional(i) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace pgmend::sync
