#pragma once

#include "base/error.hpp"
#include "commands/settings_tables.hpp"

#include <optional>
#include <string>
#include <vector>

#include <toml++/toml.h>

namespace pgmend::commands {

/// Checks a part of pgmend.toml against the table that describes it: unknown keys, wrong types, values that
/// are not allowed, missing keys. `value` is what the file has under the table's name. Throws UsageError with
/// file and line.
void check_settings(const SettingsTable& table, const toml::node& value, const std::string& file);

/// The place of a node in the file.
SourceLocation place_of(const toml::source_region& region, const std::string& file);

/// Whether it is [name.SCHEMA] around the tables [name.SCHEMA.X].
bool holds_tables(const toml::table& table);

/// The elements of an array of texts, or the one text; none when it is something else.
std::optional<std::vector<std::string>> texts_of(const toml::node& value);

} // namespace pgmend::commands
