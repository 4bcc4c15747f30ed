#pragma once

#include "commands/registry.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// Lets the app read pgmend.toml: the file of -c/--config, else the nearest one from the working directory up
/// to the repository's root. A key is a long option without its dashes; a table named after a command holds
/// that command's options, and declares the command. Paths in it count from the file's own folder. Tables
/// that commands read themselves ([dedupe], [index], [[ignore]], [check]) are left to them. Unknown keys and
/// bad TOML are UsageErrors with file and line. Returns the file's path, empty without one.
std::string use_config_file(CLI::App& app, Registry& registry, const std::vector<std::string>& arguments);

} // namespace pgmend::commands
