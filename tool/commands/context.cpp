#include "commands/context.hpp"

#include "base/error.hpp"
#include "commands/output.hpp"
#include "commands/progress.hpp"
#include "revision/directory.hpp"

#include <cstdio>
#include <iostream>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace pgmend::commands {

revision::Graph load_graph(const Context& context) {
    static std::set<std::string> told; // a command may read the files more than once
    auto loaded = revision::load(context.globals.migrations);
    for (const auto& warning : loaded.warnings)
        if (told.insert(warning).second)
            warn(context, warning);
    return revision::Graph(std::move(loaded.revisions));
}

Workspace& open_workspace(const Context& context, const migrate::Settings& settings) {
    std::optional<pg::Connecting> connecting;
    if (!is_private_server(context.globals))
        connecting = migrate::Session::connecting(resolve_database(context.globals), settings);
    auto graph = load_graph(context);
    if (!connecting)
        connecting = migrate::Session::connecting(resolve_database(context.globals), settings);
    context.workspace.reset(new Workspace{.graph = std::move(graph),
                                          .session = migrate::Session(std::move(*connecting), settings)});
    return *context.workspace;
}

migrate::Listener make_listener(const Context& context) {
    return {.applied =
                [context](const migrate::Applied& applied) {
                    spdlog::info("{} {} ({}, {} skipped, {:.1f} ms)", applied.revision, applied.message,
                                 report::count(applied.statements, "statement"), applied.skipped,
                                 applied.milliseconds);
                },
            .info =
                [context](const std::string& text) {
                    clear_progress();
                    notify(context, text);
                },
            .warning =
                [context](const std::string& text) {
                    clear_progress();
                    warn(context, text);
                },
            .progress = make_statement_progress(context)};
}

void print(const std::string& text) {
    const auto shown = for_output(text);
    std::fwrite(shown.data(), 1, shown.size(), stdout);
}

void warn(const Context& context, const std::string& text) {
    spdlog::warn("{}", text);
    const auto line = for_person(fmt::format("{} {}\n", context.globals.err().yellow("warning:"),
                                             report::wrapped(text, report::text_columns - 9, "         ")));
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void notify(const Context& context, const std::string& text) {
    spdlog::info("{}", text);
    if (context.globals.quiet)
        return;
    const auto line =
        for_person(context.globals.err().dim(report::wrapped(text, report::text_columns, "    ")) + "\n");
    std::fwrite(line.data(), 1, line.size(), stderr);
}

bool confirm(const Context& context, const std::string& question) {
    if (context.globals.yes)
        return true;
    if (isatty(0) != 1)
        throw UsageError(fmt::format("confirmation required: {}", question))
            .with_hint("there is no terminal to ask on; use --yes to confirm");
    std::cerr << for_person(question) << " [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

} // namespace pgmend::commands
