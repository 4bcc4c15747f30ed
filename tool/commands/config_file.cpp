#include "commands/config_file.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"
#include "base/visible.hpp"
#include "commands/settings_check.hpp"
#include "commands/trusted_file.hpp"
#include "pg/dsn.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

/// A settings file that nobody has named.
struct FoundFile {
    fs::path path;
    bool is_above = false; ///< in a folder above the working directory
};

std::optional<FoundFile> find_upwards() {
    std::error_code ignored;
    const auto here = fs::current_path(ignored);
    for (auto folder = here; !folder.empty(); folder = folder.parent_path()) {
        if (fs::exists(folder / "pgmend.toml", ignored))
            return FoundFile{.path = folder / "pgmend.toml", .is_above = folder != here};
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

const SettingsTable* own_table(const std::string& name) {
    const auto tables = settings_tables();
    const auto found = std::ranges::find(tables, name, &SettingsTable::name);
    return found == tables.end() ? nullptr : &*found;
}

/// "a,b", or CLI11's form of a list; nothing where the option takes one value.
std::optional<std::string> list_text(const CLI::Option& option, const std::vector<std::string>& texts) {
    if (option.get_delimiter() != '\0')
        return fmt::format("{}", fmt::join(texts, std::string(1, option.get_delimiter())));
    if (!option.get_allow_extra_args())
        return std::nullopt;
    return fmt::format("[{}]", fmt::join(texts, ","));
}

bool names_path(const CLI::Option& option) {
    const auto type = option.get_type_name();
    return type == "DIR" || type == "[DIR]" || type == "FILE";
}

/// What the tables in a command's table are.
enum class Tables { commands, skipped };

class Reader {
  public:
    Reader(CLI::App& app, Registry& registry, fs::path file, bool is_above)
        : app_(app), registry_(registry), file_(std::move(file)), is_above_(is_above) {}

    std::vector<Setting> read() {
        toml::table table;
        try {
            table = toml::parse(read_file(file_), file_.string());
        } catch (const toml::parse_error& error) {
            throw UsageError(std::string(error.description())).at(place(error.source()));
        }
        apply(app_, table, "");
        return std::move(settings_);
    }

  private:
    SourceLocation place(const toml::source_region& region) const { return place_of(region, file_.string()); }

    void note(const std::string& table, const std::string& key, const toml::node& node) {
        settings_.push_back({.table = table,
                             .key = key,
                             .value = shown(key, node),
                             .line = static_cast<int>(node.source().begin.line)});
    }

    /// A table that no command's options are, or that has both.
    void apply_own(const SettingsTable& own, const toml::node& value) {
        check_settings(own, value, file_.string());
        const auto* table = value.as_table();
        if (own.form == TableForm::named)
            apply(*registry_.require(own.name), *table, std::string(own.name), Tables::skipped);
        note_own(std::string(own.name), value);
    }

    void note_own(const std::string& name, const toml::node& value) {
        if (const auto* list = value.as_array())
            for (const auto& one : *list)
                note_own(name, one);
        else if (const auto* table = value.as_table())
            for (const auto& [key, inner] : *table) {
                if (inner.is_table())
                    note_own(fmt::format("{}.{}", name, key.str()), inner);
                else if (own_table(name) == nullptr || own_table(name)->form != TableForm::named)
                    note(name, std::string(key.str()), inner);
            }
    }

    /// A text without quotes, anything else as it is written; never a password.
    static std::string shown(const std::string& key, const toml::node& value) {
        const auto* text = value.as_string();
        if (text != nullptr && (key == "database" || text->get().find("://") != std::string::npos)) {
            try {
                return pg::parse_dsn(text->get()).describe();
            } catch (const UsageError&) { // a URL that is none of a database's
                return text->get().find('@') == std::string::npos ? written(value) : "…";
            }
        }
        const bool secret = key == "token" || key.find("password") != std::string::npos;
        return secret ? "…" : written(value);
    }

    static std::string written(const toml::node& value) {
        if (const auto* text = value.as_string())
            return text->get();
        constexpr auto flags =
            toml::toml_formatter::default_flags & ~toml::format_flags::allow_literal_strings;
        std::ostringstream text;
        text << toml::toml_formatter(value, flags);
        return text.str();
    }

    void apply(CLI::App& app, const toml::table& table, const std::string& path,
               Tables tables = Tables::commands) {
        const auto known = option_names(app);
        for (const auto& [key, value] : table) {
            const std::string name(key.str());
            if (const auto* own = &app == &app_ ? own_table(name) : nullptr) {
                apply_own(*own, value);
                continue;
            }
            if (value.is_table() && tables == Tables::skipped)
                continue;
            if (value.is_table()) {
                apply(command(app, name, value), *value.as_table(), path.empty() ? name : path + "." + name);
                continue;
            }
            auto* option =
                std::ranges::find(known, name) == known.end() ? nullptr : app.get_option("--" + name);
            if (option == nullptr)
                throw UsageError(fmt::format("unknown key '{}'{}", name, did_you_mean(name, known)))
                    .at(place(key.source()));
            set(*option, name, value, path);
        }
    }

    /// The command that a table is for.
    CLI::App& command(CLI::App& app, const std::string& name, const toml::node& value) {
        const bool top = &app == &app_;
        auto* command = top ? registry_.require(name) : subcommand(app, name);
        if (command == nullptr)
            throw UsageError(fmt::format("unknown table '{}'{}", name,
                                         did_you_mean(name, top ? table_names() : command_names(app))))
                .at(place(value.source()));
        return *command;
    }

    static std::vector<std::string> table_names() {
        auto names = Registry::names();
        for (const auto& own : settings_tables())
            names.emplace_back(own.name);
        return names;
    }

    /// Becomes the option's default: the command line still wins, and checks and conversions apply.
    void set(CLI::Option& option, const std::string& name, const toml::node& value,
             const std::string& table) {
        auto text = text_of(option, name, value);
        if (names_path(option) || (name == "against" && fs::exists(file_.parent_path() / text)))
            text = path_of(name, text, value);
        try {
            option.run_callback_for_default()->default_val(text);
        } catch (const CLI::Error& error) {
            throw UsageError(fmt::format("'{}': {}", name, error.what())).at(place(value.source()));
        } catch (UsageError& error) {
            throw error.at(place(value.source()));
        }
        note(table, name, value);
    }

    std::string text_of(const CLI::Option& option, const std::string& name, const toml::node& value) const {
        const bool is_flag = option.get_expected_max() == 0;
        if (const auto* boolean = value.as_boolean())
            return boolean->get() ? "true" : "false";
        if (is_flag)
            throw UsageError(fmt::format("'{}' must be true or false", name)).at(place(value.source()));
        if (const auto* string = value.as_string())
            return string->get();
        if (const auto* integer = value.as_integer())
            return std::to_string(integer->get());
        if (const auto* number = value.as_floating_point())
            return fmt::format("{}", number->get());
        const auto texts = texts_of(value);
        const auto list = texts ? list_text(option, *texts) : std::nullopt;
        if (!list)
            throw UsageError(fmt::format("'{}' must be a string, a number or a boolean", name))
                .at(place(value.source()));
        return *list;
    }

    /// Relative to the file. One that was found in a folder above does not decide about files elsewhere.
    std::string path_of(const std::string& name, const std::string& text, const toml::node& value) const {
        const auto folder = file_.parent_path();
        const auto below = (folder / text).lexically_normal().lexically_relative(folder.lexically_normal());
        const bool written_to = name == "log-file" || name == "error-journal";
        if (written_to && is_above_ && (below.empty() || *below.begin() == ".."))
            throw UsageError(fmt::format("'{}' must be below the folder of the settings file", name))
                .at(place(value.source()))
                .with_hint("name the settings file with --config to use any path");
        return fs::relative(folder / text).string();
    }

    CLI::App& app_;
    Registry& registry_;
    fs::path file_;
    bool is_above_;
    std::vector<Setting> settings_;
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
    bool is_above = false;
    if (const auto found = file ? std::nullopt : find_upwards()) {
        const auto why = distrusted(found->path, !found->is_above);
        if (!why.empty()) {
            fmt::print(stderr, "warning: {} is not used: {} (use it with --config)\n",
                       visible_line(found->path.string()), why);
            return files;
        }
        file = found->path;
        is_above = found->is_above;
    }
    if (file) {
        files.settings = Reader(app, registry, fs::absolute(*file), is_above).read();
        files.own = file->string();
    }
    return files;
}

} // namespace pgmend::commands
