#include "commands/config_file.hpp"

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "commands/settings_keys.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

constexpr auto own_tables = std::to_array<std::string_view>({"ignore", "replay"});
constexpr auto path_keys =
    std::to_array<std::string_view>({"migrations", "embedded", "log-file", "error-journal"});

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

std::optional<fs::path> find_upwards() {
    std::error_code ignored;
    for (auto folder = fs::current_path(ignored); !folder.empty(); folder = folder.parent_path()) {
        if (fs::exists(folder / "pgmend.toml", ignored))
            return folder / "pgmend.toml";
        if (fs::exists(folder / ".git", ignored) || folder == folder.root_path())
            break;
    }
    return std::nullopt;
}

std::optional<fs::path> given(const std::vector<std::string>& arguments) {
    for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
        if ((arguments[i] == "-c" || arguments[i] == "--config") && i + 1 < arguments.size())
            return arguments[i + 1];
        if (arguments[i].starts_with("--config="))
            return arguments[i].substr(9);
        if (arguments[i].starts_with("-c") && arguments[i].size() > 2)
            return arguments[i].substr(2);
    }
    return std::nullopt;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* option : app.get_options())
        for (const auto& name : option->get_lnames())
            if (name != "help" && name != "version" && name != "config")
                names.push_back(name);
    return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands({}))
        names.push_back(command->get_name());
    return names;
}

CLI::App* subcommand(CLI::App& app, const std::string& name) {
    for (auto* command : app.get_subcommands([&](const CLI::App* one) { return one->check_name(name); }))
        return command;
    return nullptr;
}

class Reader {
  public:
    Reader(CLI::App& app, Registry& registry, fs::path file)
        : app_(app), registry_(registry), file_(std::move(file)) {}

    void read() {
        toml::table table;
        try {
            table = toml::parse_file(file_.string());
        } catch (const toml::parse_error& error) {
            throw UsageError(std::string(error.description())).at(place(error.source()));
        }
        apply(app_, table);
    }

  private:
    SourceLocation place(const toml::source_region& region) const {
        return {.file = file_.string(),
                .line = static_cast<int>(region.begin.line),
                .column = static_cast<int>(region.begin.column)};
    }

    void apply(CLI::App& app, const toml::table& table) {
        const auto known = option_names(app);
        for (const auto& [key, value] : table) {
            const std::string name(key.str());
            if (&app == &app_ && among(own_tables, name))
                continue;
            if (&app == &app_ && value.is_table() && (name == "dedupe" || name == "index")) {
                apply_named(name, *value.as_table(), name == "dedupe" ? dedupe_keys() : index_keys());
                continue;
            }
            if (value.is_table()) {
                apply(command(app, name, value), *value.as_table());
                continue;
            }
            auto* option =
                std::ranges::find(known, name) == known.end() ? nullptr : app.get_option("--" + name);
            if (option == nullptr)
                throw UsageError(fmt::format("unknown key '{}'{}", name, did_you_mean(name, known)))
                    .at(place(key.source()));
            set(*option, name, value);
        }
    }

    /// Settings of a command, and below them a table for each thing that it is about; the command reads these
    /// itself.
    void apply_named(const std::string& name, const toml::table& table, std::span<const SettingKey> keys) {
        toml::table own;
        for (const auto& [key, value] : table)
            if (const auto* one = value.as_table())
                require_keys(*one, keys, file_.string());
            else
                own.insert(key, value);
        apply(*registry_.require(name), own);
    }

    /// The command that a table is for.
    CLI::App& command(CLI::App& app, const std::string& name, const toml::node& value) {
        const bool top = &app == &app_;
        auto* command = top ? registry_.require(name) : subcommand(app, name);
        if (command == nullptr)
            throw UsageError(fmt::format("unknown table '{}'{}", name,
                                         did_you_mean(name, top ? Registry::names() : command_names(app))))
                .at(place(value.source()));
        return *command;
    }

    /// Becomes the option's default: the command line still wins, and checks and conversions apply.
    void set(CLI::Option& option, const std::string& name, const toml::node& value) {
        std::string text;
        if (const auto* string = value.as_string())
            text = string->get();
        else if (const auto* integer = value.as_integer())
            text = std::to_string(integer->get());
        else if (const auto* boolean = value.as_boolean())
            text = boolean->get() ? "true" : "false";
        else
            throw UsageError(fmt::format("'{}' must be a string, a number or a boolean", name))
                .at(place(value.source()));
        if (among(path_keys, name))
            text = fs::relative(file_.parent_path() / text).string();
        try {
            option.run_callback_for_default()->default_val(text);
        } catch (const CLI::Error& error) {
            throw UsageError(fmt::format("'{}': {}", name, error.what())).at(place(value.source()));
        } catch (UsageError& error) {
            throw error.at(place(value.source()));
        }
    }

    CLI::App& app_;
    Registry& registry_;
    fs::path file_;
};

} // namespace

SettingsFiles use_config_file(CLI::App& app, Registry& registry, const std::vector<std::string>& arguments) {
    SettingsFiles files;
    auto file = given(arguments);
    if (file && !fs::exists(*file))
        throw UsageError(fmt::format("settings file '{}' does not exist", file->string()));
    if (file && file->extension() == ".ini") {
        files.alembic = file->string();
        file.reset();
    }
    if (!file)
        file = find_upwards();
    if (file) {
        Reader(app, registry, fs::absolute(*file)).read();
        files.own = file->string();
    }
    return files;
}

} // namespace pgmend::commands
