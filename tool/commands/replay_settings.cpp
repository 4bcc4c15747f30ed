#include "commands/replay_settings.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "commands/settings_check.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

void read_prelude(ReplaySettings& settings, const toml::node& value, const std::string& file) {
    const auto& name = value.as_string()->get();
    settings.prelude_file = (fs::path(file).parent_path() / name).lexically_normal().string();
    try {
        settings.prelude = read_file(settings.prelude_file);
    } catch (UsageError& error) {
        throw error.in_context("[replay] prelude").at(place_of(value.source(), file));
    }
}

/// As postgresql.conf writes it.
std::string server_value(const toml::node& value) {
    if (const auto* text = value.as_string())
        return text->get();
    if (const auto* boolean = value.as_boolean())
        return boolean->get() ? "on" : "off";
    if (const auto* integer = value.as_integer())
        return std::to_string(integer->get());
    return fmt::format("{}", value.value_or(0.0));
}

} // namespace

/// Keys and types were checked when the file was read (settings_check.hpp).
ReplaySettings replay_settings(const std::string& config_file) {
    ReplaySettings settings;
    if (config_file.empty())
        return settings;
    const auto file = toml::parse_file(config_file);
    const auto* replay = file["replay"].as_table();
    if (replay == nullptr)
        return settings;
    if (const auto* prelude = replay->get("prelude"))
        read_prelude(settings, *prelude, config_file);
    settings.scratch = (*replay)["scratch"].value_or(std::string());
    if (const auto* values = (*replay)["settings"].as_table())
        for (const auto& [key, value] : *values)
            settings.settings[std::string(key.str())] = server_value(value);
    return settings;
}

} // namespace pgmend::commands
