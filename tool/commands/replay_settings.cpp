#include "commands/replay_settings.hpp"

#include "base/error.hpp"
#include "base/nearest.hpp"

#include <filesystem>
#include <fstream>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> keys{"prelude", "scratch", "settings"};

class Reader {
  public:
    explicit Reader(const std::string& file) : file_(file) {}

    ReplaySettings read(const toml::table& table) {
        for (const auto& [key, value] : table) {
            const std::string name(key.str());
            if (name == "prelude")
                read_prelude(text(name, value), value);
            else if (name == "scratch")
                settings_.scratch = text(name, value);
            else if (name == "settings" && value.is_table())
                read_server_settings(*value.as_table());
            else if (name == "settings")
                throw UsageError("'settings' must be a table: { shared_preload_libraries = \"...\" }")
                    .at(place(value.source()));
            else
                throw UsageError(fmt::format("unknown key '{}'{}", name, did_you_mean(name, keys)))
                    .at(place(key.source()));
        }
        return std::move(settings_);
    }

  private:
    SourceLocation place(const toml::source_region& region) const {
        return {.file = file_,
                .line = static_cast<int>(region.begin.line),
                .column = static_cast<int>(region.begin.column)};
    }

    std::string text(const std::string& name, const toml::node& value) const {
        if (const auto* string = value.as_string())
            return string->get();
        throw UsageError(fmt::format("'{}' must be a string", name)).at(place(value.source()));
    }

    void read_prelude(const std::string& name, const toml::node& value) {
        const auto path = (fs::path(file_).parent_path() / name).lexically_normal().string();
        std::ifstream stream(path, std::ios::binary);
        settings_.prelude.assign(std::istreambuf_iterator<char>(stream), {});
        if (!stream || fs::is_directory(path))
            throw UsageError(fmt::format("could not read the prelude {}", path)).at(place(value.source()));
        settings_.prelude_file = path;
    }

    void read_server_settings(const toml::table& table) {
        for (const auto& [key, value] : table) {
            std::string text;
            if (const auto* string = value.as_string())
                text = string->get();
            else if (const auto* integer = value.as_integer())
                text = std::to_string(integer->get());
            else if (const auto* boolean = value.as_boolean())
                text = boolean->get() ? "on" : "off";
            else
                throw UsageError(fmt::format("'{}' must be a string, a number or a boolean", key.str()))
                    .at(place(value.source()));
            settings_.settings[std::string(key.str())] = text;
        }
    }

    const std::string& file_;
    ReplaySettings settings_;
};

} // namespace

ReplaySettings replay_settings(const std::string& config_file) {
    if (config_file.empty())
        return {};
    const auto table = toml::parse_file(config_file);
    const auto* replay = table["replay"].as_table();
    return replay == nullptr ? ReplaySettings() : Reader(config_file).read(*replay);
}

} // namespace pgmend::commands
