#include "sync/changelog.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::sync {
namespace {

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_status(const json::Value& change) {
    const auto field = change.find("field");
    const auto id = field.is(json::Kind::string) ? field : field.find("id");
    return id && id.text() == "status";
}

void read_entry(const json::Value& entry, Changelog& changelog) {
    if (!entry.is(json::Kind::object))
        throw Refusal("type", "a changelog entry is not an object");
    const auto id = entry.find("id");
    if (!id.is(json::Kind::string) && !id.is(json::Kind::number))
        throw Refusal("missing", "a changelog entry has no id");
    changelog.last_id = id.text();
    check_length(changelog.last_id, "changelog.id");
    const auto fields = entry.find("fields");
    for (auto change = fields.first(); change; change = change.next(fields)) {
        if (!is_status(change))
            continue;
        StatusChange one{.at = timestamp_of(entry.find("updatedAt"), "changelog.updatedAt"),
                         .from = display_name(change.find("from")),
                         .to = display_name(change.find("to"))};
        if (one.to.empty())
            throw Refusal("status",
                          fmt::format("changelog entry {} has a status without a name", changelog.last_id));
        check_length(one.from, "changelog.from");
        check_length(one.to, "changelog.to");
        changelog.changes.push_back(std::move(one));
    }
}

} // namespace

std::string display_name(const json::Value& value) {
    if (value.is(json::Kind::string))
        return value.text();
    for (const char* name : {"display", "key"})
        if (const auto found = value.find(name); found.is(json::Kind::string) && found.raw().size() > 2)
            return found.text();
    return {};
}

Timestamp timestamp_of(const json::Value& value, const char* field) {
    if (!value || value.is(json::Kind::null))
        throw Refusal("missing", fmt::format("{} is missing", field));
    const auto read = value.is(json::Kind::string) ? parse_timestamp(value.text()) : std::nullopt;
    if (!read)
        throw Refusal("timestamp",
                      fmt::format("{} is not a timestamp: {}", field, value.raw().substr(0, 60)));
    return *read;
}

void check_length(const std::string& text, const char* field, std::size_t max_length) {
    if (text.size() <= max_length)
        return;
    if (const auto length = characters(text); length > max_length)
        throw Refusal("length",
                      fmt::format("{} has {} characters, the maximum is {}", field, length, max_length));
}

void read_changelog(const json::Value& entries, Changelog& changelog) {
    if (!entries.is(json::Kind::array))
        throw Refusal("type", "the changelog is not an array");
    for (auto entry = entries.first(); entry; entry = entry.next(entries))
        read_entry(entry, changelog);
}

void order(Changelog& changelog) {
    std::ranges::stable_sort(changelog.changes, {}, &StatusChange::at);
}

std::vector<HistoryRow> intervals(const Changelog& changelog, Timestamp created, const std::string& status) {
    std::vector<HistoryRow> rows;
    const auto& changes = changelog.changes;
    const auto& first = changes.empty() || changes.front().from.empty() ? status : changes.front().from;
    rows.push_back({.status = first, .start = created});
    for (const auto& change : changes) {
        const auto start = std::max(change.at, rows.back().start);
        rows.back().end = start;
        rows.push_back({.status = change.to, .start = start});
    }
    return rows;
}

std::vector<HistoryRow> further_intervals(const Changelog& changelog) {
    std::vector<HistoryRow> rows;
    for (const auto& change : changelog.changes) {
        if (!rows.empty())
            rows.back().end = change.at;
        rows.push_back({.status = change.to, .start = change.at});
    }
    return rows;
}

} // namespace pgmend::sync
