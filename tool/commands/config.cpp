#include "commands/command.hpp"
#include "pg/dsn.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    const CLI::App* app = nullptr;
    bool all = false;
};

/// One setting that is in force.
struct Line {
    std::string name;
    std::string value;
    std::string origin;
};

std::string full_name(const Setting& setting) {
    return setting.table.empty() ? setting.key : fmt::format("{}.{}", setting.table, setting.key);
}

/// Never a password.
std::string described(const std::string& url) {
    const auto text = pg::parse_dsn(url).describe();
    return text.empty() ? "libpq's defaults" : text;
}

std::string origin_in_file(const Setting& setting, const Globals& globals) {
    return fmt::format("{}:{}", globals.config_file, setting.line);
}

/// A global option: the command line, else the file, else what it is without either.
void add_global(std::vector<Line>& lines, const CLI::Option& option, const Options& options,
                const Globals& globals) {
    const auto& name = option.get_lnames().front();
    const auto in_file = std::ranges::find_if(
        globals.settings, [&](const Setting& one) { return one.table.empty() && one.key == name; });
    if (option.count() > 0)
        lines.push_back({name, fmt::format("{}", fmt::join(option.results(), ",")), "command line"});
    else if (in_file != globals.settings.end())
        lines.push_back({name, in_file->value, origin_in_file(*in_file, globals)});
    else if (options.all && !option.get_default_str().empty())
        lines.push_back({name, option.get_default_str(), "default"});
}

std::vector<Line> lines_of(const Options& options, const Globals& globals) {
    std::vector<Line> lines;
    if (is_private_server(globals))
        lines.push_back({"database", embedded_database(globals), "private server in " + *globals.embedded});
    else if (const auto [url, origin] = database_origin(globals); true)
        lines.push_back({"database", described(url), origin});
    for (const auto* option : options.app->get_options())
        if (const auto& names = option->get_lnames();
            !names.empty() && names.front() != "help" && names.front() != "version" &&
            names.front() != "config" && names.front() != "database")
            add_global(lines, *option, options, globals);
    for (const auto& setting : globals.settings)
        if (!setting.table.empty())
            lines.push_back({full_name(setting), setting.value, origin_in_file(setting, globals)});
    return lines;
}

ExitCode run_config(const Options& options, const Context& context) {
    const auto lines = lines_of(options, context.globals);
    if (context.globals.json()) {
        auto settings = nlohmann::ordered_json::array();
        for (const auto& line : lines)
            settings.push_back({{"name", line.name}, {"value", line.value}, {"origin", line.origin}});
        print(nlohmann::ordered_json{{"file", context.globals.config_file}, {"settings", std::move(settings)}}
                  .dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
              "\n");
        return ExitCode::done;
    }
    std::size_t names = 0, values = 0;
    for (const auto& line : lines) {
        names = std::max(names, line.name.size());
        values = std::max(values, line.value.size());
    }
    print(fmt::format("settings file: {}\n",
                      context.globals.config_file.empty() ? "none" : context.globals.config_file));
    for (const auto& line : lines)
        print(fmt::format("{:<{}}  {:<{}}  {}\n", line.name, names, line.value, values, line.origin));
    return ExitCode::done;
}

} // namespace

void add_config(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    options->app = &app;
    auto& command = add_command(app, selected, "config",
                                "Show the settings in force and where each comes from", run_config, options);
    command.add_flag("--all", options->all, "also show defaults");
    command.footer(
        "\nThe whole settings file is checked, as by every command: an unknown key or a value of the wrong "
        "type is an error with file and line.\n\n"
        "Exit codes: 0 done, 2 invalid settings.\n");
}

} // namespace pgmend::commands
