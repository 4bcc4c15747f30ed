#include "statement/directives.hpp"

#include "base/duration.hpp"
#include "base/nearest.hpp"
#include "statement/unsupported.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

constexpr std::string_view white_space = " \t\r\f\v";
constexpr int most_tries = 1'000'000;
constexpr std::string_view remedy = "put the directive on the line before its statement";

std::string_view trimmed(std::string_view text) {
    const auto start = text.find_first_not_of(white_space);
    if (start == std::string_view::npos)
        return {};
    return text.substr(start, text.find_last_not_of(white_space) - start + 1);
}

/// What stands behind "-- pgmend:", or nothing if the comment is no directive.
std::optional<std::string_view> directive(const Token& comment) {
    if (!comment.text.starts_with("--"))
        return std::nullopt;
    const auto body = trimmed(comment.text.substr(2));
    constexpr std::string_view mark = "pgmend:";
    if (!body.starts_with(mark))
        return std::nullopt;
    return trimmed(body.substr(mark.size()));
}

bool stands_alone(const Token& comment, std::string_view text) {
    const auto offset = static_cast<std::size_t>(comment.text.data() - text.data());
    const auto line = text.substr(0, offset).find_last_of("\r\n") + 1;
    const auto before = text.substr(line, offset - line);
    return trimmed(before).empty() || before == "\xEF\xBB\xBF";
}

[[noreturn]] void refuse_value(std::string_view name, std::string_view value, std::string_view want) {
    refuse(value.empty() ? fmt::format("directive pgmend:{} has no value", name)
                         : fmt::format("invalid value '{}' of directive pgmend:{}", value, name),
           std::string(want));
}

void refuse_twice(std::string_view name, bool given) {
    if (given)
        refuse(fmt::format("directive pgmend:{} is specified twice", name), "remove one of them");
}

void read_allow(Directives& directives, std::string_view value) {
    constexpr std::string_view want = "use a comma-separated list of lint rules: -- pgmend:allow drop-column";
    for (bool more = true; more;) {
        const auto comma = value.find(',');
        const auto rule = trimmed(value.substr(0, comma));
        if (rule.empty() || rule.find_first_of(white_space) != std::string_view::npos)
            refuse_value("allow", rule, want);
        directives.allow.emplace_back(rule);
        more = comma != std::string_view::npos;
        value.remove_prefix(more ? comma + 1 : value.size());
    }
}

void read_irreversible(Directives& directives, std::string_view value) {
    if (!value.empty())
        refuse_value("irreversible", value, "use it without a value: -- pgmend:irreversible");
    directives.irreversible = true;
}

void read_timeout(Directives& directives, std::string_view value) {
    const auto duration = parse_duration(value);
    if (!duration)
        refuse_value("timeout", value,
                     "use an integer with ms, s, min or h: -- pgmend:timeout 30s; 0 means no timeout");
    refuse_twice("timeout", directives.timeout.has_value());
    directives.timeout = duration;
}

void read_retry(Directives& directives, std::string_view value) {
    int tries = -1;
    const auto* end = value.data() + value.size();
    const auto parsed = std::from_chars(value.data(), end, tries);
    if (parsed.ec != std::errc() || parsed.ptr != end || tries < 0 || tries > most_tries)
        refuse_value("retry", value, "use the number of retries: -- pgmend:retry 20");
    refuse_twice("retry", directives.retry.has_value());
    directives.retry = tries;
}

struct Row {
    std::string_view name;
    void (*read)(Directives&, std::string_view value);
};

constexpr auto table = std::to_array<Row>({{"allow", read_allow},
                                           {"irreversible", read_irreversible},
                                           {"timeout", read_timeout},
                                           {"retry", read_retry}});

void read(Directives& directives, std::string_view body) {
    const auto name = body.substr(0, body.find_first_of(white_space));
    const auto row = std::ranges::find(table, name, &Row::name);
    if (row != table.end())
        return row->read(directives, trimmed(body.substr(name.size())));
    std::vector<std::string> known;
    for (const auto& each : table)
        known.emplace_back(each.name);
    refuse(fmt::format("unknown directive 'pgmend:{}'{}", name, did_you_mean(name, known)),
           fmt::format("valid directives: {}", fmt::join(known, ", ")));
}

} // namespace

Directives read_directives(const RawStatement& raw, std::string_view text, const Locator& locate) {
    Directives directives;
    for (const auto& comment : raw.before) {
        const auto body = directive(comment);
        if (!body)
            continue;
        const auto place = locate(comment);
        try {
            if (!stands_alone(comment, text))
                refuse("a directive must be on a line of its own", std::string(remedy));
            read(directives, *body);
        } catch (Error& error) {
            error.at(place);
            throw;
        }
        if (directives.line == 0)
            directives.line = place.line;
    }
    for (const auto& comment : raw.inside)
        if (directive(comment))
            refuse("a directive must be before its statement, not inside it", std::string(remedy),
                   locate(comment));
    return directives;
}

void refuse_directives(std::span<const Token> comments, const Locator& locate) {
    for (const auto& comment : comments)
        if (directive(comment))
            refuse("no statement follows this directive", fmt::format("{}, or remove it", remedy),
                   locate(comment));
}

} // namespace pgmend::statement
