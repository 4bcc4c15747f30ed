#include "commands/command.hpp"
#include "commands/output.hpp"
#include "commands/show_migration.hpp"
#include "migrate/offline.hpp"
#include "revision/target.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    std::vector<std::string> targets;
    std::vector<std::string> accepted;
    bool purge = false;
    bool sql = false;
};

ExitCode accept(const Options& options, const Context& context) {
    if (!options.targets.empty() || options.purge || options.sql)
        throw UsageError("--accept cannot be used with a target, --purge or --sql")
            .with_hint("--accept does not change the version table");
    auto& [graph, session] = open_workspace(context, settings_of(context.globals, "stamp"));
    const auto accepted = migrate::accept(session, graph, options.accepted, make_listener(context));
    if (context.globals.json())
        print(nlohmann::ordered_json{{"accepted", accepted}, {"heads", session.rows()}}.dump(2) + "\n");
    else if (!accepted.empty())
        print(fmt::format("The current SQL of {} was accepted.\n", fmt::join(accepted, ", ")));
    return ExitCode::done;
}

ExitCode run_stamp(const Options& options, const Context& context) {
    if (!options.accepted.empty())
        return accept(options, context);
    if (options.targets.empty())
        throw UsageError("target is missing").with_hint("see 'pgmend stamp --help'");
    std::vector<std::string> targets;
    for (const auto& target : options.targets)
        targets.push_back(unescape(target));
    if (options.sql) {
        if (options.purge)
            throw UsageError("--purge cannot be used with --sql")
                .with_hint("--purge must read the version table");
        print_exact(
            migrate::stamp_script(load_graph(context), targets, settings_of(context.globals, "stamp")));
        return ExitCode::done;
    }
    for (const auto& target : targets)
        revision::parse_target(target); // bad usage is told before anything is waited for
    auto settings = settings_of(context.globals, "stamp");
    settings.writes = true;
    auto& [graph, session] = open_workspace(context, settings);
    show_stamped(migrate::stamp(session, graph, targets, options.purge, make_listener(context)), context);
    return ExitCode::done;
}

} // namespace

void add_stamp(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "stamp", "Set the version table to a revision without running its SQL",
                    run_stamp, options);
    command
        .add_option("target", options->targets, "head, heads, ids, label@head, base; with --sql also FROM:TO")
        ->type_name("REV");
    command
        .add_option("--accept", options->accepted,
                    "accept the current SQL of these applied revisions, without changing the version table")
        ->type_name("REV,…")
        ->delimiter(',');
    command.add_flag("--purge", options->purge, "delete the existing rows first, even unknown ones");
    command.add_flag("--sql", options->sql, "print a script for psql instead, without a database");
    command.footer("\n"
                   "Examples:\n"
                   "  pgmend stamp head          a database that was created by other means\n"
                   "  pgmend stamp --purge ae10  a version table with a revision that has no file\n"
                   "  pgmend stamp --accept ae10 an applied file that was changed intentionally\n");
}

} // namespace pgmend::commands
