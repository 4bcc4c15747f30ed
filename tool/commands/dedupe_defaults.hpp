#pragma once

#include "commands/context.hpp"

#include <optional>
#include <string>

#include <toml++/toml.h>

namespace pgmend::commands {

/// The table [dedupe.NAME] of pgmend.toml for a table that is named on the command line, whatever the
/// spelling of either: the database says which names mean the same table. Throws UsageError where two tables
/// of the file do.
std::optional<toml::table> dedupe_defaults(const std::string& table, const Context& context);

} // namespace pgmend::commands
