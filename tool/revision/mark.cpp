#include "revision/mark.hpp"

#include "base/nearest.hpp"
#include "revision/words.hpp"

#include <array>
#include <string>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

constexpr std::string_view word = "migrate:";

std::string_view after_dashes(std::string_view line) {
    line.remove_prefix(2);
    return trimmed(line);
}

[[noreturn]] void refuse(std::string message, std::string hint, const SourceLocation& location) {
    UsageError error(std::move(message));
    error.at(location).with_hint(std::move(hint));
    throw error;
}

void apply_option(Mark& mark, std::string_view option, const SourceLocation& location) {
    static const std::array<std::string, 1> known{"transaction"};
    const auto colon = option.find(':');
    const auto key = option.substr(0, colon);
    if (key != known[0] || colon == std::string_view::npos)
        refuse(fmt::format("unknown option '{}' on a section mark{}", option, did_you_mean(key, known)),
               "the only option is transaction:false; if the line is not a mark, indent it by a space",
               location);
    const auto value = option.substr(colon + 1);
    if (value != "true" && value != "false")
        refuse(fmt::format("'{}' is not a valid value of the option transaction", value),
               "use transaction:true or transaction:false", location);
    mark.transaction = value == "true";
}

} // namespace

bool is_mark(std::string_view line) {
    if (!line.starts_with("--"))
        return false;
    const auto rest = after_dashes(line);
    return rest.starts_with(word) && rest.size() > word.size() && is_letter(rest[word.size()]);
}

Mark parse_mark(std::string_view line, const SourceLocation& location) {
    static const std::array<std::string, 2> sections{"up", "down"};
    const auto parts = split_words(after_dashes(line).substr(word.size()));
    const auto section = parts.front();
    if (section != sections[0] && section != sections[1])
        refuse(fmt::format("unknown section '{}'{}", section, did_you_mean(section, sections)),
               "the sections are '-- migrate:up' and '-- migrate:down'; if the line is not a mark, indent it "
               "by a space",
               location);
    Mark mark{.kind = section == sections[0] ? Mark::Kind::up : Mark::Kind::down};
    for (std::size_t i = 1; i < parts.size(); ++i)
        apply_option(mark, parts[i], location);
    return mark;
}

} // namespace pgmend::revision
