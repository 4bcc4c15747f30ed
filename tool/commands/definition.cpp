#include "commands/definition.hpp"

#include "base/nearest.hpp"
#include "base/version.hpp"
#include "commands/help.hpp"
#include "commands/registry.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::commands {
namespace {

constexpr const char* footer = R"(
First steps:
  pgmend --embedded upgrade head  apply migrations/ to a private server that is created on demand
  pgmend -d URL plan              show what an upgrade would do
  pgmend -d URL upgrade head      upgrade; can be repeated, and used together with Alembic
  pgmend COMMAND --help           show options and examples of a command

Exit codes: 0 done, 1 findings, 2 invalid usage or files, 3 no connection, 4 a statement failed, 5 conflict, 6 lock not available, 7 another pgmend is running, 130 interrupted.
)";

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
        throw UsageError(fmt::format("invalid value '{}' for {}{}", word, name, did_you_mean(word, words)))
            .with_hint(fmt::format("valid values: {}", fmt::join(words, ", ")));
    };
    std::vector<std::string> words;
    for (const auto& [word, value] : choices)
        words.push_back(word);
    app.add_option_function<std::string>(name, choose, help)
        ->type_name(fmt::format("{}", fmt::join(words, "|")))
        ->run_callback_for_default();
}

void add_connection_options(CLI::App& app, Globals& globals) {
    app.add_option("-d,--database", globals.database,
                   "libpq URI, connection string or SQLAlchemy URL (default: PGMEND_DATABASE_URL, "
                   "DATABASE_URL, libpq's PG* variables)")
        ->type_name("URL");
    app.add_option_function<std::string>(
           "--embedded", [&globals](const std::string& folder) { globals.embedded = folder; },
           "use a private server in DIR (default: .pgmend/server)")
        ->type_name("[DIR]")
        ->run_callback_for_default();
    app.add_option("-m,--migrations", globals.migrations, "folder of the revision files")
        ->type_name("DIR")
        ->capture_default_str();
    app.add_option("--version-table", globals.version_table, "name of the version table")
        ->capture_default_str();
    app.add_option("--version-schema", globals.version_schema,
                   "schema of the version table (default: first in search_path)");
}

void add_limit_options(CLI::App& app, Globals& globals) {
    add_duration(app, "--lock-timeout", globals.lock_timeout, "maximum wait for a lock", "2s");
    app.add_option("--lock-retries", globals.lock_retries, "number of retries after a lock timeout")
        ->capture_default_str();
    add_duration(app, "--statement-timeout", globals.statement_timeout,
                 "maximum duration of a statement (0: no limit)", "0");
    add_duration(app, "--wait", globals.wait, "maximum wait for another pgmend", "10min");
    app.add_option_function<std::string>(
           "--wait-server",
           [&globals](const std::string& text) { globals.wait_server = duration_option(text); },
           "maximum wait for an unreachable server (default: 2s at the start, 30s if the connection is lost "
           "during a migration)")
        ->type_name("DURATION");
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
    add_choice(app, "--format", globals.format,
               "format of the results; almost every command has text and json",
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
    add_choice(app, "--color", globals.color, "when to use colors (auto: on a terminal without NO_COLOR)",
               {{"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}});
    app.add_flag("-q,--quiet", globals.quiet, "print only results, warnings and errors");
    app.add_flag("-v,--verbose", globals.verbose, "print more details");
    app.add_flag("--no-progress", globals.no_progress, "do not show progress");
    app.add_flag("-y,--yes", globals.yes, "answer yes to all questions");
    app.add_option("--log-file", globals.log_file, "append a log to FILE")->type_name("FILE");
    add_choice(app, "--log-format", globals.log_format, "format of the log", words({"text", "json"}));
    app.add_option("--error-journal", globals.error_journal, "append each failed statement to FILE, as JSON")
        ->type_name("FILE");
    app.add_flag("--log-parameters", globals.log_parameters,
                 "write values to the error journal, not only their lengths");
    add_choice(app, "--log-level", globals.log_level, "lowest level that is logged",
               words({"debug", "info", "warn", "error"}));
}

} // namespace

void define_globals(CLI::App& app, Globals& globals) {
    app.name("pgmend");
    app.description("pgmend manages PostgreSQL schema migrations on Alembic's version table and checks them "
                    "against the live schema.");
    app.set_version_flag("--version", fmt::format("pgmend {}", version()), "print the version");
    app.footer(footer);
    app.fallthrough();
    app.require_subcommand(0, 1); // a word behind the command is its argument, as in "upgrade heads"
    app.formatter(std::make_shared<HelpFormatter>(help_columns()));
    app.set_help_flag("-h,--help", "print this help");
    add_connection_options(app, globals);
    add_limit_options(app, globals);
    add_output_options(app, globals);
    app.add_option("-c,--config", "settings file (default: pgmend.toml in this folder or a parent)")
        ->type_name("FILE");
}

void define(CLI::App& app, Globals& globals, Run& selected) {
    define_globals(app, globals);
    Registry(app, selected).declare_all();
}

} // namespace pgmend::commands
