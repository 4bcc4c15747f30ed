#include "report/error.hpp"

#include "revision/utf8.hpp"

#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

/// The text with what is no UTF-8 in it made visible.
std::string readable(std::string text) {
    for (auto at = revision::bad_byte(text); at != std::string::npos; at = revision::bad_byte(text))
        text.replace(at, 1, "\uFFFD");
    return text;
}

std::string indented(std::string_view text, std::string_view indent) {
    std::string lines;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        lines += fmt::format("{}{}\n", indent, text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

/// The line of the user's file with a caret under the column; empty when the file cannot be read.
std::string excerpt(const SourceLocation& location, const Style& style) {
    if (location.line == 0)
        return {};
    std::ifstream file(location.file);
    std::string line;
    for (int i = 0; i < location.line; ++i)
        if (!std::getline(file, line))
            return {};
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    if (line.size() > 400)
        return {};
    const auto number = std::to_string(location.line);
    auto text = fmt::format("  {} {}\n", style.dim(number + " |"), readable(line));
    if (location.column > 0)
        text += fmt::format("  {}{}\n",
                            std::string(number.size() + 2 + static_cast<std::size_t>(location.column), ' '),
                            style.red("^"));
    return text;
}

} // namespace

std::string error_text(const Error& error, const ServerPart& server, const Style& style) {
    auto text = fmt::format("{} {}{}\n", style.red("error:"), style.bold(error.message()),
                            server.sqlstate.empty() ? "" : style.dim(fmt::format(" [{}]", server.sqlstate)));
    if (!error.location().file.empty()) {
        text += fmt::format("  at {}{}\n", to_string(error.location()),
                            error.revision().empty() ? "" : fmt::format(" (revision {})", error.revision()));
        text += excerpt(error.location(), style);
    } else if (!error.revision().empty() && error.message().find(error.revision()) == std::string::npos) {
        text += fmt::format("  in revision {}\n", error.revision());
    }
    if (!error.detail().empty())
        text += indented(error.detail(), "  ");
    if (!server.context.empty())
        text += indented(server.context, "  context: ");
    if (!error.hint().empty())
        text += fmt::format("  {} {}\n", style.cyan("hint:"),
                            wrapped(error.hint(), text_columns - 8, "        "));
    return text;
}

std::string error_json(const Error& error, const ServerPart& server) {
    nlohmann::ordered_json body;
    body["code"] = static_cast<int>(error.code());
    const auto put = [&](const char* key, std::string_view value) {
        if (!value.empty())
            body[key] = value;
    };
    put("sqlstate", server.sqlstate);
    put("message", error.message());
    put("detail", error.detail());
    put("hint", error.hint());
    put("context", server.context);
    put("statement", server.statement);
    put("file", error.location().file);
    if (error.location().line > 0)
        body["line"] = error.location().line;
    if (error.location().column > 0)
        body["column"] = error.location().column;
    put("revision", error.revision());
    return nlohmann::ordered_json{{"error", body}}.dump(2, ' ', false,
                                                        nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace pgmend::report
