#include "sync/path.hpp"

#include "base/error.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::sync {
namespace {

[[noreturn]] void refuse(std::string_view text, std::size_t at) {
    throw UsageError(fmt::format("'{}' is not a valid path: error at character {}", text, at + 1))
        .with_hint("examples: status.display, links[0].object.key, \"a name with dots\".key");
}

std::string quoted_name(std::string_view text, std::size_t& at) {
    const auto end = text.find('"', at + 1);
    if (end == std::string_view::npos)
        refuse(text, at);
    std::string name(text.substr(at + 1, end - at - 1));
    at = end + 1;
    return name;
}

std::string number(std::string_view text, std::size_t& at) {
    const auto end = text.find(']', at);
    const auto inside = end == std::string_view::npos ? "" : text.substr(at + 1, end - at - 1);
    const auto digits = inside.starts_with('-') ? inside.substr(1) : inside;
    if (digits.empty() || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
        refuse(text, at);
    at = end + 1;
    return std::string(inside);
}

} // namespace

std::vector<std::string> parse_path(std::string_view text) {
    std::vector<std::string> steps;
    std::size_t at = 0;
    for (bool name_expected = true; at < text.size() || name_expected;) {
        if (!name_expected && text[at] == '.') {
            ++at;
            name_expected = true;
        } else if (at < text.size() && text[at] == '[' && (!name_expected || steps.empty())) {
            steps.push_back(number(text, at));
            name_expected = false;
        } else if (!name_expected || at == text.size()) {
            refuse(text, at);
        } else {
            const auto end = std::min(text.find_first_of(".[", at), text.size());
            if (text[at] == '"')
                steps.push_back(quoted_name(text, at));
            else if (end == at)
                refuse(text, at);
            else
                steps.emplace_back(text.substr(at, end - at)), at = end;
            name_expected = false;
        }
    }
    return steps;
}

} // namespace pgmend::sync
