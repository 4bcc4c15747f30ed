#pragma once

#include "commands/registry.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// The files from which settings are read; empty = none.
struct SettingsFiles {
    std::string own;     ///< the pgmend.toml that is used
    std::string alembic; ///< the .ini file of -c/--config, which is a settings file of Alembic
};

/// Makes the app read pgmend.toml: the file of -c/--config, unless that is an .ini file, otherwise the
/// nearest one from the working directory up to the root of the repository. A key is a long option without
/// its dashes. A table with the name of a command contains options of that command, and declares the command.
/// Paths are relative to the folder of the file. Tables that commands read themselves ([dedupe], [index],
/// [[ignore]], [check]) are ignored. Throws UsageError, with file and line, for unknown keys and invalid
/// TOML.
SettingsFiles use_config_file(CLI::App& app, Registry& registry, const std::vector<std::string>& arguments);

} // namespace pgmend::commands
