#pragma once

#include "commands/globals.hpp"
#include "commands/registry.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// The files that settings come from; empty = none.
struct SettingsFiles {
    std::string own;     ///< the pgmend.toml in force
    std::string alembic; ///< the .ini of -c/--config, which is Alembic's
    std::vector<Setting> settings;
};

/// Lets the app read pgmend.toml: the file of -c/--config (unless that is an .ini), else the nearest one from
/// the working directory up to the repository's root, if nobody else can have written it. A key is a long
/// option without its dashes; a table named after a command holds that command's options, and declares the
/// command. Paths in it count from the file's own folder. The other tables are those of settings_tables.hpp,
/// which commands read when they need them; here the whole file is checked. What does not fit is a UsageError
/// with file and line.
SettingsFiles use_config_file(CLI::App& app, Registry& registry, const std::vector<std::string>& arguments);

} // namespace pgmend::commands
