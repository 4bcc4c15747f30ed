#include "sync/mapping.hpp"

#include "sync/changelog.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::sync {
namespace {

using json::Kind;
using json::Value;

std::string required_text(const Value& issue, const char* field) {
    const auto value = issue.find(field);
    if (!value || value.is(Kind::null) || (value.is(Kind::string) && value.raw().size() == 2))
        throw Refusal("missing", fmt::format("{} is missing", field));
    if (!value.is(Kind::string))
        throw Refusal("type", fmt::format("{} is not a string: {}", field, value.raw().substr(0, 60)));
    auto text = value.text();
    check_length(text, field);
    return text;
}

std::optional<std::string> optional_text(const Value& issue, const char* field) {
    const auto value = issue.find(field);
    if (!value || value.is(Kind::null))
        return std::nullopt;
    if (!value.is(Kind::string))
        throw Refusal("type", fmt::format("{} is not a string: {}", field, value.raw().substr(0, 60)));
    return value.text();
}

std::optional<std::string> filled(std::string text) {
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::string> person(const Value& issue, const char* field) {
    const auto value = issue.find(field);
    if (value && !value.is(Kind::object) && !value.is(Kind::string) && !value.is(Kind::null))
        throw Refusal("type", fmt::format("{} is not a person: {}", field, value.raw().substr(0, 60)));
    auto name = display_name(value);
    check_length(name, field);
    return filled(std::move(name));
}

/// A user, a list of users or a string; several joined by ", ".
std::optional<std::string> people(const Value& value) {
    if (!value.is(Kind::array))
        return filled(display_name(value));
    std::string names;
    for (auto one = value.first(); one; one = one.next(value)) {
        const auto name = display_name(one);
        if (!name.empty())
            names += (names.empty() ? "" : ", ") + name;
    }
    return filled(std::move(names));
}

/// The text of a field of one's own, of whatever type it is.
std::string loose_text(const Value& value) {
    if (value.is(Kind::number) || value.is(Kind::boolean))
        return value.text();
    return people(value).value_or("");
}

/// The first value by preference among the keys with this ending.
std::optional<std::string> local_field(const Value& issue, std::string_view ending,
                                       const std::vector<std::string>& preferred) {
    std::string chosen;
    auto rank = preferred.size() + 1;
    for (auto member = issue.first(); member; member = member.next(issue)) {
        const auto key = member.key();
        if (!key.ends_with(ending))
            continue;
        const auto place = static_cast<std::size_t>(std::ranges::find(preferred, key) - preferred.begin());
        if (place >= rank)
            continue;
        if (auto text = loose_text(member); !text.empty()) {
            check_length(text, key.c_str());
            chosen = std::move(text);
            rank = place;
        }
    }
    return filled(std::move(chosen));
}

/// The whole object as it was sent, without the changelog that a file's issue may carry.
std::string whole(const Value& issue, std::string_view document) {
    const auto changelog = issue.find("changelog");
    if (!changelog)
        return std::string(issue.raw());
    std::string text = "{";
    for (auto member = issue.first(); member; member = member.next(issue)) {
        if (member.key() == "changelog")
            continue;
        text += text.size() > 1 ? "," : "";
        text += document.substr(member.member_begin(), member.end() - member.member_begin());
    }
    return text += '}';
}

void map_status(const Value& value, const MappingOptions& options, Issue& issue) {
    const auto field = value.find("status");
    auto name = display_name(field);
    if (name.empty()) {
        if (options.partial && !field)
            return;
        throw Refusal("status", field ? fmt::format("status has no name: {}", field.raw().substr(0, 60))
                                      : "status is missing");
    }
    check_length(name, "status");
    if (!options.statuses.empty() && std::ranges::find(options.statuses, name) == options.statuses.end())
        throw Refusal("status", fmt::format("unknown status '{}'", name));
    issue.status = std::move(name);
}

void map_history(const Value& value, const RawIssue& raw, Issue& issue) {
    Changelog changelog;
    const auto own = value.find("changelog");
    if (raw.changelog) {
        json::Document page;
        for (const auto& text : *raw.changelog) {
            if (const auto fault = page.parse(text))
                throw Refusal("json",
                              fmt::format("the changelog: {}, at byte {}", fault->reason, fault->offset));
            read_changelog(page.root(), changelog);
        }
    } else if (own && !own.is(Kind::null)) {
        read_changelog(own, changelog);
    } else {
        issue.mode = HistoryMode::keep;
    }
    order(changelog);
    issue.last_changelog_id = filled(changelog.last_id);
    if (raw.changelog && raw.incremental) {
        issue.mode = HistoryMode::extend;
        issue.history = further_intervals(changelog);
    } else if (issue.status) {
        issue.history = intervals(changelog, *issue.created, *issue.status);
    } else {
        issue.mode = HistoryMode::keep;
    }
}

void map_fields(const Value& value, const MappingOptions& options, Issue& issue) {
    issue.summary = optional_text(value, "summary");
    if (issue.summary)
        issue.summary = first_characters(*issue.summary, 500);
    issue.description = optional_text(value, "description");
    issue.author = person(value, "createdBy");
    issue.assignee = person(value, "assignee");
    issue.client = people(value.find("businessClient"));
    issue.team = local_field(value, "--team", options.team_keys);
    issue.prodteam = local_field(value, "--prodteam", options.prodteam_keys);
    issue.profit_forecast = local_field(value, "--profitForecast", {});
    issue.created = timestamp_of(value.find("createdAt"), "createdAt");
    if (const auto updated = value.find("updatedAt"); updated && !updated.is(Kind::null))
        issue.updated = timestamp_of(updated, "updatedAt");
    if (const auto links = value.find("links"); links && !links.is(Kind::null)) {
        if (!links.is(Kind::array))
            throw Refusal("type", fmt::format("links is not an array: {}", links.raw().substr(0, 60)));
        issue.links = std::string(links.raw());
    }
}

/// As far as they can be told, for the reject file.
void name(const Value& value, Reject& reject) {
    if (const auto id = value.find("id"); id.is(Kind::string))
        reject.tracker_id = id.text();
    if (const auto key = value.find("key"); key.is(Kind::string))
        reject.key = key.text();
}

std::string kind_of(const json::Fault& fault) {
    if (fault.reason.starts_with("a NUL"))
        return "nul";
    if (fault.reason.starts_with("invalid UTF-8"))
        return "utf8";
    return fault.reason.starts_with("half a") ? "surrogate" : "json";
}

} // namespace

std::string first_characters(std::string_view text, std::size_t characters) {
    std::size_t bytes = 0;
    for (std::size_t seen = 0; bytes < text.size(); ++bytes) {
        const bool starts = (static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80;
        if (starts && seen++ == characters)
            break;
    }
    return std::string(text.substr(0, bytes));
}

std::variant<Issue, Reject> map_issue(const RawIssue& raw, const MappingOptions& options,
                                      json::Document& document) {
    if (raw.too_long)
        return Reject{.kind = "size", .reason = "the issue exceeds the maximum size"};
    if (const auto fault = document.parse(raw.text))
        return Reject{.kind = kind_of(*fault),
                      .reason = fmt::format("{}, at byte {}", fault->reason, fault->offset)};
    const auto value = document.root();
    if (!value.is(Kind::object))
        return Reject{.kind = "type", .reason = "not an object"};
    try {
        if (!raw.refusal.empty())
            throw Refusal("missing", raw.refusal);
        Issue issue{.tracker_id = required_text(value, "id"), .key = required_text(value, "key")};
        map_fields(value, options, issue);
        map_status(value, options, issue);
        map_history(value, raw, issue);
        issue.full_data = whole(value, raw.text);
        return issue;
    } catch (const Refusal& refusal) {
        Reject reject{.kind = refusal.kind, .reason = refusal.what()};
        name(value, reject);
        return reject;
    }
}

} // namespace pgmend::sync
