#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace pgmend::commands {

/// What the value of a key of pgmend.toml has to be.
enum class ValueType {
    text,
    list,   ///< an array of texts, or one text
    number, ///< not negative
    boolean,
    duration, ///< "500ms", "2s"
    date,     ///< 2026-12-31, as a date or a text
    kind,     ///< a kind of object, or a pattern with * and ?
    table     ///< of texts, numbers and booleans
};

/// "a string", "a date (2026-12-31)": for messages.
std::string_view expected(ValueType type);

struct SettingsKey {
    std::string_view name;
    ValueType type = ValueType::text;
    std::vector<std::string_view> choices = {}; ///< of a text; empty = any
    bool required = false;
};

/// How a table of pgmend.toml that is no command's options is written.
enum class TableForm {
    plain, ///< [name]
    named, ///< [name.X], one for each X
    list   ///< [[name]]
};

struct SettingsTable {
    std::string_view name;
    TableForm form = TableForm::plain;
    std::vector<SettingsKey> keys;
};

/// All of them. The other tables are commands, whose keys are their long options.
std::span<const SettingsTable> settings_tables();

} // namespace pgmend::commands
