#pragma once

#include <span>
#include <string>
#include <vector>

namespace pgmend::commands {

/// The command line made fit for CLI11: relative targets such as -1 are marked, so that they are no options,
/// and a bare --embedded gets its default, so that it does not swallow the command behind it.
std::vector<std::string> protect_arguments(std::vector<std::string> arguments,
                                           std::span<const std::string> commands);

} // namespace pgmend::commands
