#include "commands/output.hpp"

#include "base/visible.hpp"

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace pgmend::commands {
namespace {

report::Format language = report::Format::text;

/// The length of "[31m" at the beginning of a text; 0 when it is something else.
std::size_t color_code(std::string_view text) {
    const auto end = text.find_first_not_of("0123456789", 1);
    return text.starts_with('[') && end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

} // namespace

void set_output_format(report::Format format) {
    language = format;
}

std::string for_person(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto mark = std::min(text.find(report::color_mark), text.size());
        result += visible(text.substr(0, mark));
        text.remove_prefix(mark);
        if (text.empty())
            break;
        const auto code = color_code(text.substr(1));
        result += code > 0 ? '\x1b' + std::string(text.substr(1, code)) : visible(text.substr(0, 1));
        text.remove_prefix(1 + code);
    }
    return result;
}

std::string for_output(std::string_view result) {
    using enum report::Format;
    switch (language) {
    case json:
    case sarif:
    case gitlab:
        return visible_json(result);
    case junit:
    case html:
        return visible_xml(result);
    default:
        return for_person(result);
    }
}

void print_exact(std::string_view text) {
    const auto shown = isatty(1) == 1 ? for_person(text) : std::string(text);
    std::fwrite(shown.data(), 1, shown.size(), stdout);
}

} // namespace pgmend::commands
