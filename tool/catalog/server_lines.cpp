#include "catalog/server_lines.hpp"

#include <charconv>
#include <stdexcept>

namespace pgmend::catalog {
namespace {

constexpr std::string_view mark = "-- @if ";

std::string_view next_word(std::string_view& text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    return word;
}

int number(std::string_view word) {
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size())
        throw std::logic_error("no version in a query's condition: " + std::string(word));
    return value;
}

bool applies(std::string_view condition, const ServerTraits& server) {
    bool result = true;
    for (auto word = next_word(condition); !word.empty(); word = next_word(condition)) {
        if (word == ">=")
            result = server.major >= number(next_word(condition)) && result;
        else if (word == "<")
            result = server.major < number(next_word(condition)) && result;
        else if (word == "superuser")
            result = server.superuser && result;
        else if (word == "plain")
            result = !server.superuser && result;
        else
            throw std::logic_error("unknown condition in a query: " + std::string(word));
    }
    return result;
}

void append_line(std::string& out, std::string_view line, const ServerTraits& server) {
    const auto at = line.find(mark);
    if (at == std::string_view::npos) {
        out.append(line) += '\n';
        return;
    }
    const auto before = line.substr(0, at);
    const auto after = line.substr(at + mark.size());
    const bool is_switched_on_line = before.find_first_not_of(' ') == std::string_view::npos;
    const auto colon = after.find(": ");
    if (!is_switched_on_line) {
        if (applies(after, server))
            out.append(before) += '\n';
    } else if (colon == std::string_view::npos) {
        throw std::logic_error("a condition without a line: " + std::string(line));
    } else if (applies(after.substr(0, colon), server)) {
        out.append(before).append(after.substr(colon + 2)) += '\n';
    }
}

} // namespace

std::string for_server(std::string_view sql, const ServerTraits& server) {
    std::string out;
    while (!sql.empty()) {
        const auto line = sql.substr(0, sql.find('\n'));
        append_line(out, line, server);
        sql.remove_prefix(std::min(sql.size(), line.size() + 1));
    }
    return out;
}

} // namespace pgmend::catalog
