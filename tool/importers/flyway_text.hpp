#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace pgmend::importers {

/// The settings of a script in Flyway's `<file>.conf`.
struct FlywaySettings {
    bool transaction = true;
    bool replace_placeholders = true;
};

/// Reads the `<script>.conf` of a script, if it exists. Throws UsageError for a setting that makes the script
/// run only sometimes, and for values that are neither true nor false.
FlywaySettings read_flyway_settings(const std::filesystem::path& script);

/// Replaces each `${name}` by its value; names are not case-sensitive. Throws UsageError, with the position,
/// for a name without a value.
std::string with_placeholders(std::string_view text, const std::map<std::string, std::string>& values,
                              const std::string& file);

} // namespace pgmend::importers
