#include "revision/target.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// A number too large for an int is further than any project reaches, so that the largest int will do.
int offset_of(std::string_view text) {
    const auto digits = text.substr(1);
    int number = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc())
        number = std::numeric_limits<int>::max();
    return text.front() == '-' ? -number : number;
}

[[noreturn]] void refuse(std::string_view text) {
    UsageError error(fmt::format("'{}' is not a valid target", text));
    error.with_hint(
        "use a revision id or its prefix, a branch label, 'head', 'heads' or 'base', optionally with "
        "'label@' before it or '+N' or '-N' after it");
    throw error;
}

} // namespace

Target parse_target(std::string_view text) {
    Target target{.text = std::string(text)};
    auto rest = text;
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        target.branch = rest.substr(0, at);
        rest.remove_prefix(at + 1);
        if (target.branch->empty() || rest.find('@') != std::string_view::npos)
            refuse(text);
    }
    if (const auto sign = rest.find_first_of("+-"); sign != std::string_view::npos) {
        const auto relative = rest.substr(sign);
        if (relative.size() < 2 || !std::all_of(relative.begin() + 1, relative.end(), is_digit))
            refuse(text);
        target.offset = offset_of(relative);
        target.offset_text = relative;
        rest = rest.substr(0, sign);
    }
    target.symbol = rest;
    if (rest.empty() && !target.offset)
        refuse(text);
    return target;
}

} // namespace pgmend::revision
