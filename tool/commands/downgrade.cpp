#include "commands/command.hpp"
#include "commands/output.hpp"
#include "commands/show_migration.hpp"
#include "migrate/offline.hpp"
#include "revision/target.hpp"

namespace pgmend::commands {
namespace {

struct Options {
    std::string target;
    bool sql = false;
    bool dry_run = false;
    bool rewrite_safe = false;
    std::vector<std::string> terminate_blockers;
};

ExitCode run_downgrade(const Options& options, const Context& context) {
    const auto target = unescape(options.target);
    auto settings = settings_of(context.globals, "downgrade");
    settings.compare_files = true;
    settings.find_unfinished = true;
    settings.writes = true;
    settings.rewrite_safe = options.rewrite_safe;
    settings.terminate_blockers = options.terminate_blockers;
    if (options.sql) {
        print_exact(migrate::downgrade_script(load_graph(context), target, settings));
        return ExitCode::done;
    }
    revision::parse_target(target); // bad usage is told before anything is waited for
    auto& [graph, session] = open_workspace(context, settings);
    const auto listener = make_listener(context);
    if (options.dry_run)
        return show(migrate::plan_downgrade(session, graph, target, listener),
                    migrate::find_unfinished(session, graph), context);
    migrate::Outcome outcome;
    return run_and_show(
        outcome, [&] { migrate::downgrade(session, graph, target, listener, outcome); }, context);
}

} // namespace

void add_downgrade(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "downgrade", "Downgrade the database to a revision",
                                run_downgrade, options);
    command
        .add_option("target", options->target,
                    "a revision id or its prefix, -1, base, label@-1; with --sql FROM:TO")
        ->type_name("REV")
        ->required();
    command.add_flag("--sql", options->sql, "print a script for psql instead, without a database");
    command.add_flag("--dry-run", options->dry_run, "only show the plan");
    add_rewrite_safe(command, options->rewrite_safe);
    add_terminate_blockers(command, options->terminate_blockers);
    command.footer("\nExamples:\n  pgmend downgrade -1\n  pgmend downgrade base\n"
                   "  pgmend downgrade --sql head:ae10 > down.sql\n");
}

} // namespace pgmend::commands
