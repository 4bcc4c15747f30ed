#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace pgmend::importers {

/// What `<file>.conf` says of one of Flyway's scripts.
struct FlywaySettings {
    bool transaction = true;
    bool replace_placeholders = true;
};

/// Reads the `<script>.conf` beside a script, if there is one. Throws UsageError for a setting that makes the
/// script run only sometimes, and for values that are neither true nor false.
FlywaySettings read_flyway_settings(const std::filesystem::path& script);

/// The text with each `${name}` replaced; names in any letter case. Throws UsageError, with the place, for
/// one that has no value.
std::string with_placeholders(std::string_view text, const std::map<std::string, std::string>& values,
                              const std::string& file);

} // namespace pgmend::importers
