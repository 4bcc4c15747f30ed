#pragma once

#include <span>
#include <string>
#include <vector>

namespace pgmend::commands {

/// "help" and "help COMMAND" as the option --help of the program or of the command.
std::vector<std::string> help_as_option(std::vector<std::string> arguments);

/// Prepares the command line for CLI11. Relative targets such as -1 are escaped, so that they are not parsed
/// as options. An --embedded without a value gets its default, so that it does not take the command after it
/// as its value.
std::vector<std::string> escape_arguments(std::vector<std::string> arguments,
                                          std::span<const std::string> commands);

} // namespace pgmend::commands
