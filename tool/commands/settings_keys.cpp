#include "commands/settings_keys.hpp"

#include "base/error.hpp"
#include "base/nearest.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

using enum SettingType;

bool fits(const toml::node& value, SettingType type) {
    switch (type) {
    case text:
        return value.is_string();
    case number:
        return value.is_number();
    case flag:
        return value.is_boolean();
    case text_or_date:
        return value.is_string() || value.is_date();
    case text_or_list:
        break;
    }
    const auto* list = value.as_array();
    return value.is_string() || (list != nullptr && std::ranges::all_of(*list, [](const toml::node& one) {
                                     return one.is_string();
                                 }));
}

std::string_view name_of(SettingType type) {
    switch (type) {
    case text:
        return "a string";
    case number:
        return "a number";
    case flag:
        return "true or false";
    case text_or_date:
        return "a date";
    case text_or_list:
        break;
    }
    return "a string or a list of strings";
}

} // namespace

std::span<const SettingKey> dedupe_keys() {
    static constexpr auto keys = std::to_array<SettingKey>({{"key", text_or_list},
                                                            {"where", text},
                                                            {"keep", text},
                                                            {"nulls", text},
                                                            {"then-unique", text},
                                                            {"max-lag", text},
                                                            {"chunk-time", text},
                                                            {"max-rate", number},
                                                            {"archive", flag},
                                                            {"repoint", flag},
                                                            {"vacuum", flag},
                                                            {"pause-for-autovacuum", flag}});
    return keys;
}

std::span<const SettingKey> index_keys() {
    static constexpr auto keys = std::to_array<SettingKey>({{"table", text},
                                                            {"using", text},
                                                            {"columns", text},
                                                            {"include", text},
                                                            {"where", text},
                                                            {"with", text},
                                                            {"unique", flag},
                                                            {"nulls-not-distinct", flag}});
    return keys;
}

std::span<const SettingKey> ignore_keys() {
    static constexpr auto keys = std::to_array<SettingKey>(
        {{"kind", text}, {"object", text}, {"attribute", text}, {"reason", text}, {"until", text_or_date}});
    return keys;
}

void require_keys(const toml::table& table, std::span<const SettingKey> keys, const std::string& file) {
    for (const auto& [key, value] : table) {
        const auto found = std::ranges::find(keys, key.str(), &SettingKey::name);
        const auto& begin = key.source().begin;
        const SourceLocation place{
            .file = file, .line = static_cast<int>(begin.line), .column = static_cast<int>(begin.column)};
        if (found == keys.end()) {
            std::vector<std::string> names;
            for (const auto& one : keys)
                names.emplace_back(one.name);
            const std::string name(key.str());
            throw UsageError(fmt::format("unknown key '{}'{}", name, did_you_mean(name, names))).at(place);
        }
        if (!fits(value, found->type))
            throw UsageError(fmt::format("'{}' must be {}", found->name, name_of(found->type))).at(place);
    }
}

} // namespace pgmend::commands
