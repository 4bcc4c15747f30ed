#pragma once

#include <span>
#include <string>
#include <vector>

namespace pgmend::commands {

/// Prepares the command line for CLI11: relative targets such as -1 are escaped, so that they are not taken
/// for options, and a bare --embedded gets its default, so that it does not swallow the command behind it.
std::vector<std::string> escape_arguments(std::vector<std::string> arguments,
                                          std::span<const std::string> commands);

} // namespace pgmend::commands
