#include "commands/command_line.hpp"

#include "base/cancel.hpp"
#include "base/nearest.hpp"
#include "base/version.hpp"
#include "commands/arguments.hpp"
#include "commands/command.hpp"
#include "commands/config_file.hpp"
#include "commands/logging.hpp"
#include "pg/sql_error.hpp"
#include "report/error.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <fmt/format.h>
#include <iostream>

namespace pgmend::commands {
namespace {

constexpr std::array add_functions{
    add_init,    add_revision, add_merge,          add_upgrade, add_downgrade, add_plan,   add_stamp,
    add_current, add_history,  add_ensure_version, add_heads,   add_branches,  add_show,   add_import,
    add_server,  add_snapshot, add_diff,           add_check,   add_locate,    add_verify,
};

constexpr const char* footer = R"(
First steps:
  pgmend --embedded upgrade head     apply migrations/ to a private server, made on the spot
  pgmend -d URL plan                 what an upgrade would do, statement by statement
  pgmend -d URL upgrade head         do it; safe to repeat, safe beside Alembic
  pgmend COMMAND --help              options and examples of a command

Exit codes: 0 done, 1 findings, 2 bad usage or files, 3 no connection, 4 a statement failed,
5 conflict, 6 lock not obtained, 7 another pgmend is at work, 130 interrupted.)";

void add_duration(CLI::App& app, const std::string& name, std::chrono::milliseconds& target,
                  const std::string& help, const std::string& preset) {
    app.add_option_function<std::string>(
           name, [&target](const std::string& text) { target = duration_option(text); }, help)
        ->type_name("DURATION")
        ->default_str(preset);
}

void add_connection_options(CLI::App& app, Globals& globals) {
    app.add_option(
           "-d,--database", globals.database,
           "libpq URI, conninfo string or SQLAlchemy URL (default: $PGMEND_DATABASE_URL, $DATABASE_URL, PG*)")
        ->type_name("URL");
    app.add_option_function<std::string>(
           "--embedded", [&globals](const std::string& folder) { globals.embedded = folder; },
           "a private PostgreSQL server, started when needed (default DIR: .pgmend/server)")
        ->type_name("[DIR]");
    app.add_option("-m,--migrations", globals.migrations, "folder of the revision files")
        ->type_name("DIR")
        ->capture_default_str();
    app.add_option("--version-table", globals.version_table, "name of the version table")
        ->capture_default_str();
    app.add_option("--version-schema", globals.version_schema, "its schema (default: first of search_path)");
}

void add_limit_options(CLI::App& app, Globals& globals) {
    add_duration(app, "--lock-timeout", globals.lock_timeout, "longest wait for a lock", "2s");
    app.add_option("--lock-retries", globals.lock_retries, "tries after a lock timeout")
        ->capture_default_str();
    add_duration(app, "--statement-timeout", globals.statement_timeout, "longest run of a statement (0: any)",
                 "0");
    add_duration(app, "--wait", globals.wait, "longest wait for another pgmend", "10min");
}

void add_output_options(CLI::App& app, Globals& globals) {
    const std::map<std::string, report::Format> formats{{"text", report::Format::text},
                                                        {"json", report::Format::json}};
    const std::map<std::string, report::ColorMode> colors{{"auto", report::ColorMode::automatic},
                                                          {"always", report::ColorMode::always},
                                                          {"never", report::ColorMode::never}};
    app.add_option("--format", globals.format, "form of the results on stdout: text or json")
        ->transform(CLI::CheckedTransformer(formats, CLI::ignore_case).description(""))
        ->type_name("FORMAT");
    app.add_option("--color", globals.color, "auto, always or never (also NO_COLOR)")
        ->transform(CLI::CheckedTransformer(colors, CLI::ignore_case).description(""))
        ->type_name("WHEN");
    app.add_flag("-q,--quiet", globals.quiet, "only results, warnings and errors");
    app.add_flag("-v,--verbose", globals.verbose, "more of everything");
    app.add_flag("--no-progress", globals.no_progress, "no progress display");
    app.add_flag("-y,--yes", globals.yes, "answer yes to the question before a destructive command");
    app.add_option("--log-file", globals.log_file, "append a log to this file")->type_name("FILE");
    app.add_option("--log-format", globals.log_format, "text or json")
        ->check(CLI::IsMember({"text", "json"}));
    app.add_option("--log-level", globals.log_level, "debug, info, warn or error")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands({}))
        names.push_back(command->get_name());
    return names;
}

/// CLI11's exceptions as our errors: a typo gets the nearest name.
UsageError usage_error(const CLI::App& app, const CLI::ParseError& error,
                       const std::vector<std::string>& arguments) {
    std::string message = error.what();
    if (const auto* extras = dynamic_cast<const CLI::ExtrasError*>(&error); extras != nullptr) {
        const auto chosen = app.get_subcommands();
        const CLI::App& place = chosen.empty() ? app : *chosen.front();
        std::string word;
        for (const auto& argument : place.remaining())
            word = word.empty() ? unmarked(argument) : word;
        if (word.empty() && !arguments.empty())
            word = arguments.front();
        std::vector<std::string> known =
            word.starts_with('-') ? std::vector<std::string>() : command_names(place);
        if (word.starts_with('-'))
            for (const auto* level : {&place, &app})
                for (const auto* option : level->get_options())
                    for (const auto& name : option->get_lnames())
                        known.push_back("--" + name);
        const bool is_command = !word.starts_with('-') && !command_names(place).empty();
        message = fmt::format("there is no {} '{}'{}", is_command ? "command" : "option or argument", word,
                              did_you_mean(word, known));
    }
    const auto chosen = app.get_subcommands();
    return UsageError(message).with_hint(
        fmt::format("pgmend {}--help", chosen.empty() ? "" : chosen.front()->get_name() + " "));
}

ExitCode show_error(const Error& error, const Globals& globals) {
    report::ServerPart server;
    if (const auto* sql = dynamic_cast<const pg::SqlError*>(&error); sql != nullptr)
        server = {
            .sqlstate = sql->sqlstate(), .statement = sql->statement(), .context = sql->diagnostic().context};
    log_error(error.message());
    if (globals.json())
        std::cout << report::error_json(error, server) << "\n" << std::flush;
    std::cerr << report::error_text(error, server, globals.err());
    return error.code();
}

} // namespace

int main(int argc, char** argv) {
    mute_log();
    CLI::App app{"pgmend keeps a PostgreSQL schema true: versioned SQL migrations on Alembic's version "
                 "table, checked\n"
                 "against what exists.",
                 "pgmend"};
    app.set_version_flag("--version", fmt::format("pgmend {}", version()));
    app.footer(footer);
    app.fallthrough();
    app.require_subcommand(0, 1); // a word behind the command is its argument, as in "upgrade heads"
    app.formatter(std::make_shared<CLI::Formatter>());
    app.get_formatter()->column_width(30);
    Globals globals;
    Run chosen;
    add_connection_options(app, globals);
    add_limit_options(app, globals);
    add_output_options(app, globals);
    for (const auto add : add_functions)
        add(app, chosen);
    const auto names = command_names(app);
    auto arguments = protect_arguments({argv + 1, argv + argc}, names);
    try {
        globals.config_file = use_config_file(app, arguments);
        std::ranges::reverse(arguments); // CLI11 takes a vector from its end
        app.parse(arguments);
        if (!chosen) {
            std::cerr << app.help();
            return static_cast<int>(ExitCode::usage);
        }
        start_logging(globals);
        cancel::install_handlers();
        return static_cast<int>(chosen(Context{globals}));
    } catch (const CLI::CallForHelp&) {
        const auto commands = app.get_subcommands();
        std::cout << (commands.empty() ? app.help() : commands.front()->help("pgmend"));
    } catch (const CLI::CallForVersion& version_asked) {
        std::cout << version_asked.what() << "\n";
    } catch (const CLI::ParseError& error) {
        return static_cast<int>(show_error(usage_error(app, error, {argv + 1, argv + argc}), globals));
    } catch (const Error& error) {
        return static_cast<int>(show_error(error, globals));
    } catch (const std::exception& error) {
        return static_cast<int>(show_error(Error(error.what()), globals));
    }
    return 0;
}

} // namespace pgmend::commands
