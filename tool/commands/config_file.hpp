#pragma once

#include "commands/globals.hpp"
#include "commands/registry.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// The files from which settings are read; empty = none.
struct SettingsFiles {
    std::string own;     ///< the pgmend.toml that is used
    std::string alembic; ///< the .ini file of -c/--config, which is a settings file of Alembic
    std::vector<Setting> settings;
};

/// Lets the app read pgmend.toml: the file of -c/--config (unless that is an .ini), else the nearest one from
/// the working directory up to the repository's root, if nobody else can have written it. A key is a long
/// option without its dashes; a table named after a command holds that command's options, and declares the
/// command. Paths in it count from the file's own folder. The other tables are those of settings_tables.hpp,
/// which commands read when they need them; here the whole file is checked. Unknown keys, wrong types, and
/// bad TOML are UsageErrors with file and line.
SettingsFiles use_config_file(CLI::App& app, Registry& registry, const std::vector<std::string>& arguments);

} // namespace pgmend::commands
