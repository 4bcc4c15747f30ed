#pragma once

#include <span>
#include <string>
#include <string_view>

#include <toml++/toml.h>

namespace pgmend::commands {

enum class SettingType { text, number, flag, text_or_list, text_or_date };

/// A key that a table of pgmend.toml may have.
struct SettingKey {
    std::string_view name;
    SettingType type;
};

/// The keys of [dedupe.TABLE], of [index.NAME], and of an [[ignore]] rule.
std::span<const SettingKey> dedupe_keys();
std::span<const SettingKey> index_keys();
std::span<const SettingKey> ignore_keys();

/// Throws UsageError with the place in the file for a key that is not listed, and for a value of another
/// type.
void require_keys(const toml::table& table, std::span<const SettingKey> keys, const std::string& file);

} // namespace pgmend::commands
