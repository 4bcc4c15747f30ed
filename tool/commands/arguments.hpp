#pragma once

#include <span>
#include <string>
#include <vector>

namespace pgmend::commands {

/// Prepares the command line for CLI11. Relative targets such as -1 are escaped, so that they are not parsed
/// as options. An --embedded without a value gets its default, so that it does not take the command after it
/// as its value.
std::vector<std::string> escape_arguments(std::vector<std::string> arguments,
                                          std::span<const std::string> commands);

} // namespace pgmend::commands
