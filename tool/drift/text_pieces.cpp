#include "drift/text_pieces.hpp"

#include <algorithm>

namespace pgmend::drift {

std::optional<Inside> in_parentheses(std::string_view text, std::size_t from) {
    const auto open = text.find('(', from);
    if (open == std::string_view::npos)
        return std::nullopt;
    int depth = 0;
    for (auto at = open; at < text.size(); ++at) {
        if (text[at] == '\'' || text[at] == '"') {
            at = std::min(text.find(text[at], at + 1), text.size());
            continue;
        }
        depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (depth == 0)
            return Inside{.text = text.substr(open + 1, at - open - 1), .end = at + 1};
    }
    return std::nullopt;
}

std::string with_braces_doubled(const std::string& text) {
    std::string result;
    for (const char c : text) {
        result += c;
        if (c == '{' || c == '}')
            result += c;
    }
    return result;
}

} // namespace pgmend::drift
