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
    add_init,   add_revision, add_merge,    add_upgrade,        add_downgrade, add_plan,     add_stamp,
    add_lint,   add_current,  add_history,  add_ensure_version, add_heads,     add_branches, add_show,
    add_import, add_server,   add_snapshot, add_diff,           add_check,     add_locate,   add_repair,
    add_verify, add_dedupe,   add_index,    add_jobs,           add_sync,      add_errors,
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
        ->default_str(preset)
        ->run_callback_for_default();
}

/// An option that takes one of some words; another word gets the nearest.
template <typename Value>
void add_choice(CLI::App& app, const std::string& name, Value& target, const std::string& help,
                std::vector<std::pair<std::string, Value>> choices) {
    const auto choose = [&target, name, choices](const std::string& word) {
        std::vector<std::string> words;
        for (const auto& [one, value] : choices) {
            if (one == word) {
                target = value;
                return;
            }
            words.push_back(one);
        }
        throw UsageError(fmt::format("{} cannot be '{}'{}", name, word, did_you_mean(word, words)))
            .with_hint(fmt::format("it takes {}", fmt::join(words, ", ")));
    };
    app.add_option_function<std::string>(name, choose, help)->type_name("WORD")->run_callback_for_default();
}

void add_connection_options(CLI::App& app, Globals& globals) {
    app.add_option("-d,--database", globals.database,
                   "libpq URI, conninfo string or SQLAlchemy URL (default:\n"
                   "PGMEND_DATABASE_URL, DATABASE_URL, libpq's own PG*)")
        ->type_name("URL");
    app.add_option_function<std::string>(
           "--embedded", [&globals](const std::string& folder) { globals.embedded = folder; },
           "a private server in DIR (default: .pgmend/server)")
        ->type_name("[DIR]")
        ->run_callback_for_default();
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

/// Choices that are their own value.
std::vector<std::pair<std::string, std::string>> words(std::initializer_list<std::string> list) {
    std::vector<std::pair<std::string, std::string>> choices;
    for (const auto& word : list)
        choices.emplace_back(word, word);
    return choices;
}

void add_output_options(CLI::App& app, Globals& globals) {
    using report::ColorMode, report::Format;
    add_choice(app, "--format", globals.format, "form of the results: text or json; some commands know more",
               {{"text", Format::text},
                {"json", Format::json},
                {"dot", Format::dot},
                {"mermaid", Format::mermaid},
                {"sarif", Format::sarif},
                {"junit", Format::junit},
                {"github", Format::github},
                {"gitlab", Format::gitlab},
                {"markdown", Format::markdown},
                {"html", Format::html}});
    add_choice(app, "--color", globals.color, "auto, always or never (also NO_COLOR)",
               {{"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}});
    app.add_flag("-q,--quiet", globals.quiet, "only results, warnings and errors");
    app.add_flag("-v,--verbose", globals.verbose, "more of everything");
    app.add_flag("--no-progress", globals.no_progress, "no progress display");
    app.add_flag("-y,--yes", globals.yes, "answer yes to the question before a destructive command");
    app.add_option("--log-file", globals.log_file, "append a log to this file")->type_name("FILE");
    add_choice(app, "--log-format", globals.log_format, "text or json", words({"text", "json"}));
    app.add_option("--error-journal", globals.error_journal,
                   "append each failed statement to this file, as JSON")
        ->type_name("FILE");
    app.add_flag("--log-parameters", globals.log_parameters,
                 "values in the error journal, not only their lengths");
    add_choice(app, "--log-level", globals.log_level, "debug, info, warn or error",
               words({"debug", "info", "warn", "error"}));
}

/// --format stands for all commands, but not every form fits every command's results.
void refuse_format(const CLI::App& app, const Globals& globals) {
    using enum report::Format;
    const auto format = globals.format;
    const auto& command = app.get_subcommands().front()->get_name();
    const bool picture = format == dot || format == mermaid;
    if (picture && command != "history")
        throw UsageError(fmt::format("{} cannot be shown as a picture", command))
            .with_hint("--format text or json; dot and mermaid are for 'pgmend history'");
    const bool plain = picture || format == text || format == json;
    const bool of_lint = command == "lint" && (format == sarif || format == github || format == gitlab);
    if (format == gitlab && !of_lint)
        throw UsageError(fmt::format("{} has no such form of its results", command))
            .with_hint("--format gitlab is for 'pgmend lint'");
    if (!plain && !of_lint && command != "check" && command != "diff" && command != "verify")
        throw UsageError(fmt::format("{} has no such form of its results", command))
            .with_hint("--format text or json; sarif, junit, github, markdown and html are for check, diff "
                       "and verify");
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands({}))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(std::initializer_list<const CLI::App*> levels) {
    std::vector<std::string> names;
    for (const auto* level : levels)
        for (const auto* option : level->get_options())
            for (const auto& name : option->get_lnames())
                names.push_back("--" + name);
    return names;
}

/// What nothing took: a misspelt command or option, or one argument too many.
std::string unknown_word(const CLI::App& app, const CLI::App& place) {
    const auto left = app.remaining(true);
    const auto word = left.empty() ? std::string() : unmarked(left.front());
    if (word.starts_with('-')) {
        const auto name = word.substr(0, word.find('='));
        return fmt::format("there is no option '{}'{}", name,
                           did_you_mean(name, option_names({&place, &app})));
    }
    const auto commands = command_names(place);
    if (commands.empty())
        return fmt::format("unexpected argument '{}'", word);
    return fmt::format("there is no command '{}'{}", word, did_you_mean(word, commands));
}

/// "sync load" for a command of a command.
std::string full_name(const CLI::App& command) {
    const auto inner = command.get_subcommands();
    return inner.empty() ? command.get_name() : command.get_name() + " " + inner.front()->get_name();
}

/// CLI11's exceptions as our errors.
UsageError usage_error(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App* place = &app;
    for (auto inner = app.get_subcommands(); !inner.empty(); inner = place->get_subcommands())
        place = inner.front();
    std::string message = unmarked_text(error.what());
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
        message = unknown_word(app, *place);
    else if (constexpr std::string_view end = " is required"; message.ends_with(end))
        message.replace(message.size() - end.size(), end.size(), " is missing");
    const auto name = place == &app ? std::string() : full_name(*app.get_subcommands().front()) + " ";
    return UsageError(message).with_hint(fmt::format("see 'pgmend {}--help'", name));
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

/// Ends the process at once: nothing that is left has to be destroyed, and the kernel closes the connection
/// sooner than both sides can say goodbye. A TLS session is closed in order, since the server would log the
/// lack of it.
[[noreturn]] void leave(ExitCode code, std::unique_ptr<Opened>& opened) {
    if (opened && opened->session.connection().encrypted())
        opened.reset();
    std::cout.flush();
    std::fflush(nullptr);
#ifdef __SANITIZE_ADDRESS__
    opened.reset();
    std::exit(static_cast<int>(code)); // so that leaks are looked for
#else
    std::_Exit(static_cast<int>(code));
#endif
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
    std::unique_ptr<Opened> opened;
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
            const auto commands = app.get_subcommands(); // one that is nothing without its own commands
            std::cerr << (commands.empty() ? app.help() : commands.front()->help("pgmend"));
            return static_cast<int>(ExitCode::usage);
        }
        refuse_format(app, globals);
        start_logging(globals);
        start_error_journal(globals, full_name(*app.get_subcommands().front()));
        cancel::install_handlers();
        leave(chosen(Context{globals, opened}), opened);
    } catch (const CLI::CallForHelp&) {
        const auto commands = app.get_subcommands();
        std::cout << (commands.empty() ? app.help() : commands.front()->help("pgmend"));
    } catch (const CLI::CallForVersion& version_asked) {
        std::cout << version_asked.what() << "\n";
    } catch (const CLI::ParseError& error) {
        return static_cast<int>(show_error(usage_error(app, error), globals));
    } catch (const Error& error) {
        return static_cast<int>(show_error(error, globals));
    } catch (const std::exception& error) {
        return static_cast<int>(show_error(Error(error.what()), globals));
    }
    return 0;
}

} // namespace pgmend::commands
