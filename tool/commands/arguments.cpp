#include "commands/arguments.hpp"

#include "commands/command.hpp"

#include <algorithm>
#include <cctype>

namespace pgmend::commands {
namespace {

constexpr char mark = '\x1f';

bool is_relative_target(const std::string& argument) {
    return argument.size() > 1 && argument[0] == '-' &&
           std::all_of(argument.begin() + 1, argument.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

} // namespace

std::vector<std::string> protect_arguments(std::vector<std::string> arguments, std::span<const std::string> commands) {
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

std::string unmarked(std::string argument) {
    if (!argument.empty() && argument.front() == mark)
        argument.erase(0, 1);
    return argument;
}

} // namespace pgmend::commands
