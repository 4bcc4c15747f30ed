#include "commands/arguments.hpp"

#include "base/nearest.hpp"
#include "commands/command.hpp"

#include <algorithm>
#include <filesystem>

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

/// Whether the first word is the folder of --embedded: a path, a folder that is there, or a word that a
/// command follows and that is none. A misspelt command never becomes a folder.
bool is_folder(std::span<const std::string> words, std::span<const std::string> commands) {
    const auto is_command = [&](const std::string& word) {
        return std::ranges::find(commands, word) != commands.end();
    };
    const auto& word = words.front();
    if (word.empty())
        return true; // refused as a folder
    if (word.front() == '-' || is_command(word))
        return false;
    std::error_code ignored;
    if (word.find('/') != std::string::npos || word.front() == '.' ||
        std::filesystem::is_directory(word, ignored))
        return true;
    return nearest(word, commands).empty() && std::ranges::any_of(words.subspan(1), is_command);
}

} // namespace

std::vector<std::string> help_as_option(std::vector<std::string> arguments) {
    if (!arguments.empty() && arguments.front() == "help") {
        arguments.erase(arguments.begin());
        arguments.emplace_back("--help");
    }
    return arguments;
}

std::vector<std::string> escape_arguments(std::vector<std::string> arguments,
                                          std::span<const std::string> commands) {
    std::vector<std::string> safe;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto& argument = arguments[i];
        if (is_relative_target(argument)) {
            safe.push_back(mark + argument);
        } else if (argument == "--embedded") {
            const bool has_value =
                i + 1 < arguments.size() && is_folder(std::span(arguments).subspan(i + 1), commands);
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
