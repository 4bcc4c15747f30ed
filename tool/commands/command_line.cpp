#include "commands/command_line.hpp"

#include "base/cancel.hpp"
#include "base/nearest.hpp"
#include "commands/arguments.hpp"
#include "commands/completion.hpp"
#include "commands/config_file.hpp"
#include "commands/definition.hpp"
#include "commands/help.hpp"
#include "commands/logging.hpp"
#include "commands/output.hpp"
#include "commands/registry.hpp"
#include "commands/show_error.hpp"

#include <algorithm>
#include <ranges>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iostream>

namespace pgmend::commands {
namespace {

/// --format is an option of all commands, but not every format fits every command's results.
void refuse_format(const CLI::App& app, const Globals& globals) {
    using enum report::Format;
    const auto format = globals.format;
    const auto& command = app.get_subcommands().front()->get_name();
    std::vector<std::pair<report::Format, const char*>> supported{{text, "text"}, {json, "json"}};
    if (command == "history")
        supported.insert(supported.end(), {{dot, "dot"}, {mermaid, "mermaid"}});
    if (command == "lint")
        supported.insert(supported.end(), {{sarif, "sarif"}, {github, "github"}, {gitlab, "gitlab"}});
    if (command == "check" || command == "diff" || command == "verify")
        supported.insert(
            supported.end(),
            {{sarif, "sarif"}, {github, "github"}, {junit, "junit"}, {markdown, "markdown"}, {html, "html"}});
    if (std::ranges::find(supported, format, &decltype(supported)::value_type::first) != supported.end())
        return;
    const auto& given = app.get_option("--format")->results();
    throw UsageError(fmt::format("--format {} is not supported by '{}'", fmt::join(given, " "), command))
        .with_hint(fmt::format("use one of: {}", fmt::join(supported | std::views::values, ", ")));
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

/// "sync load" for a command of a command.
std::string full_name(const CLI::App& command) {
    const auto inner = command.get_subcommands();
    return inner.empty() ? command.get_name() : command.get_name() + " " + inner.front()->get_name();
}

/// What nothing took: a misspelt command or option, or one argument too many.
UsageError unknown_word(const CLI::App& app, const CLI::App& place) {
    const auto left = app.remaining(true);
    const auto word = left.empty() ? std::string() : unescape(left.front());
    if (word.starts_with('-')) {
        const auto name = word.substr(0, word.find('='));
        return UsageError(
            fmt::format("unknown option '{}'{}", name, did_you_mean(name, option_names({&place, &app}))));
    }
    if (&place == &app)
        return UsageError(fmt::format("unknown command '{}'{}", word, did_you_mean(word, Registry::names())));
    const auto commands = command_names(place);
    if (commands.empty())
        return UsageError(fmt::format("unexpected argument '{}'", word));
    const bool formats = place.get_name() == "import";
    auto error = UsageError(fmt::format("unknown {} '{}'{}", formats ? "migration format" : "command", word,
                                        did_you_mean(word, commands)));
    return error.with_hint(
        fmt::format("{}: {}{}", formats ? "known formats" : "valid commands", fmt::join(commands, ", "),
                    formats ? "; 'pgmend import auto DIR' finds out which one a folder has, "
                              "and sql reads any by a pattern"
                            : ""));
}

/// CLI11's exceptions as our errors.
UsageError usage_error(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App* place = &app;
    for (auto inner = app.get_subcommands(); !inner.empty(); inner = place->get_subcommands())
        place = inner.front();
    const auto name = place == &app ? std::string() : full_name(*app.get_subcommands().front()) + " ";
    const auto help = fmt::format("see 'pgmend {}--help'", name);
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        auto unknown = unknown_word(app, *place);
        return unknown.hint().empty() ? unknown.with_hint(help) : unknown;
    }
    const auto message = unescape_text(error.what());
    if (constexpr std::string_view end = " is required"; message.ends_with(end))
        return UsageError(fmt::format("{} is missing", message.substr(0, message.size() - end.size())))
            .with_hint(fmt::format("usage: {}", usage_of(*place)));
    return UsageError(message).with_hint(help);
}

/// Ends the process at once: nothing that is left has to be destroyed, and the kernel closes the connection
/// sooner than both sides can say goodbye. A TLS session is closed in order, since the server would log the
/// lack of it.
[[noreturn]] void exit_now(ExitCode code, std::unique_ptr<Workspace>& workspace) {
    if (workspace && workspace->session.connection().encrypted())
        workspace.reset();
    std::cout.flush();
    std::fflush(nullptr);
#ifdef __SANITIZE_ADDRESS__
    workspace.reset();
    std::exit(static_cast<int>(code)); // so that leaks are looked for
#else
    std::_Exit(static_cast<int>(code));
#endif
}

/// Answers the shell's completion request. Invalid settings do not prevent an answer.
int print_completions(CLI::App& app, const Globals& globals, Registry& registry,
                      const std::vector<std::string>& words) {
    registry.declare_all();
    try {
        use_config_file(app, registry, words);
    } catch (const std::exception&) {
    }
    std::cout << completion_text(complete(app, words, globals.migrations));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    mute_log();
    Globals globals;
    std::unique_ptr<Workspace> workspace;
    Run selected;
    CLI::App app;
    define_globals(app, globals);
    Registry registry(app, selected);
    if (argc > 1 && argv[1] == std::string_view(completion_command))
        return print_completions(app, globals, registry, {argv + 2, argv + argc});
    auto arguments = escape_arguments(help_as_option({argv + 1, argv + argc}), Registry::names());
    try {
        if (std::ranges::find(arguments, "--embedded=") != arguments.end()) // CLI11 would take the next word
            throw UsageError("the folder of --embedded is empty");
        registry.declare_for(arguments);
        const auto settings = use_config_file(app, registry, arguments);
        globals.config_file = settings.own;
        globals.alembic_ini = settings.alembic;
        globals.settings = settings.settings;
        std::ranges::reverse(arguments); // CLI11 takes a vector from its end
        app.parse(arguments);
        globals.database_given = app.get_option("--database")->count() > 0;
        globals.embedded_given = app.get_option("--embedded")->count() > 0;
        if (!selected) {
            const auto commands = app.get_subcommands(); // one that is nothing without its own commands
            std::cerr << (commands.empty() ? app.help() : commands.front()->help("pgmend"));
            return static_cast<int>(ExitCode::usage);
        }
        refuse_format(app, globals);
        set_output_format(globals.format);
        start_logging(globals);
        start_error_journal(globals, full_name(*app.get_subcommands().front()));
        cancel::install_handlers();
        exit_now(selected(Context{globals, workspace}), workspace);
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
