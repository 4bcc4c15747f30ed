#include "commands/arguments.hpp"

#include "commands/command.hpp"

#include <algorithm>

namespace pgmend::commands {
namespace {

constexpr char mark = '\x1f';

/// -1, and -1:current as a range.
bool is_relative_target(const std::string& argument) {
    if (argument.size() < 2 || argument[0] != '-')
        return false;
    const auto end = argument.find_first_not_of("0123456789", 1);
    return end == std::string::npos || (end > 1 && argument[end] == ':');
}

} // namespace

std::vector<std::string> escape_arguments(std::vector<std::string> arguments,
                                          std::span<const std::string> commands) {
    std::vector<std::string> safe;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto& argument = arguments[i];
        if (is_relative_target(argument)) {
            safe.push_back(mark + argument);
        } else if (argument == "--embedded") {
            const bool has_value = i + 1 < arguments.size() && arguments[i + 1].front() != '-' &&
                                   std::ranges::find(commands, arguments[i + 1]) == commands.end();
            safe.push_back("--embedded=" + (has_value ? arguments[++i] : std::string(".pgmend/server")));
        } else {
            safe.push_back(std::move(argument));
        }
    }
    return safe;
}

std::string unescape(std::string argument) {
    if (!argument.empty() && argument.front() == mark)
        argument.erase(0, 1);
    return argument;
}

std::string unescape_text(std::string text) {
    std::erase(text, mark);
    return text;
}

} // namespace pgmend::commands
