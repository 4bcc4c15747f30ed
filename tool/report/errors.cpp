#include "report/errors.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

std::string one_line(const std::string& text) {
    std::string line;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return line;
}

std::string pattern_text(const ErrorPattern& one, const Style& style) {
    const auto line = [&](std::string_view name, const std::string& value) {
        return value.empty() ? std::string()
                             : fmt::format("  {} {}\n", style.dim(fmt::format("{:8}", name)),
                                           wrapped(value, text_columns - 11, "           "));
    };
    auto text = fmt::format("{} x {} {}{}\n", style.bold(std::to_string(one.count)),
                            one.sqlstate.empty() ? "(no SQLSTATE)" : style.red(one.sqlstate), one.message,
                            one.object.empty() ? "" : style.dim(" on " + one.object));
    text += line("sql", cut(one_line(one.sql), 160));
    text += line("detail", one.detail);
    text += line("when", one.first == one.last ? one.first : fmt::format("{} to {}", one.first, one.last));
    text += line("where",
                 fmt::format("{}{}{}", fmt::join(one.commands, ", "), one.file.empty() ? "" : ", " + one.file,
                             one.call.empty() ? "" : ", " + one.call));
    text += line("cause", fmt::format("{}: {}", one.kind, one.cause));
    text += line("remedy", one.remedy);
    if (one.followed > 0)
        text += line("after it", count(static_cast<std::size_t>(one.followed), "statement") +
                                     " rejected because the transaction had failed");
    return text;
}

} // namespace

std::string errors_text(const ErrorPatterns& errors, const Style& style) {
    std::string text;
    for (const auto& one : errors.patterns)
        text += pattern_text(one, style) + "\n";
    text += fmt::format("{} in {}", count(static_cast<std::size_t>(errors.entries), "failure"),
                        count(errors.patterns.size(), "pattern"));
    if (errors.unreadable > 0)
        text += fmt::format("; {} not readable", count(static_cast<std::size_t>(errors.unreadable), "line"));
    return text + ".\n";
}

std::string errors_json(const ErrorPatterns& errors) {
    using Json = nlohmann::ordered_json;
    auto list = Json::array();
    for (const auto& one : errors.patterns) {
        Json json{{"count", one.count}, {"sqlstate", one.sqlstate}, {"kind", one.kind}};
        const auto put = [&](const char* key, const std::string& value) {
            if (!value.empty())
                json[key] = value;
        };
        put("object", one.object);
        put("message", one.message);
        put("detail", one.detail);
        put("sql", one.sql);
        json["first"] = one.first;
        json["last"] = one.last;
        json["commands"] = one.commands;
        put("file", one.file);
        put("call", one.call);
        json["cause"] = one.cause;
        json["remedy"] = one.remedy;
        json["followed"] = one.followed;
        list.push_back(std::move(json));
    }
    return Json{{"entries", errors.entries}, {"unreadable", errors.unreadable}, {"patterns", list}}.dump(
        2, ' ', false, Json::error_handler_t::replace);
}

} // namespace pgmend::report
