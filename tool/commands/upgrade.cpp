#include "commands/command.hpp"
#include "commands/output.hpp"
#include "commands/show_migration.hpp"
#include "migrate/offline.hpp"
#include "revision/target.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::string target = "head";
    bool sql = false;
    bool dry_run = false;
    bool rewrite_safe = false;
    std::vector<std::string> terminate_blockers;
};

ExitCode run_upgrade(const Options& options, const Context& context) {
    auto settings = settings_of(context.globals, "upgrade");
    settings.compare_files = true;
    settings.find_unfinished = options.dry_run;
    settings.writes = true;
    settings.rewrite_safe = options.rewrite_safe;
    settings.terminate_blockers = options.terminate_blockers;
    if (options.sql) {
        print_exact(migrate::upgrade_script(load_graph(context), options.target, settings));
        return ExitCode::done;
    }
    revision::parse_target(options.target); // bad usage is told before anything is waited for
    auto& [graph, session] = open_workspace(context, settings);
    const auto listener = make_listener(context);
    if (options.dry_run)
        return show(migrate::plan_upgrade(session, graph, options.target, listener),
                    migrate::find_unfinished(session, graph), context);
    migrate::Outcome outcome;
    return run_and_show(
        outcome, [&] { migrate::upgrade(session, graph, options.target, listener, outcome); }, context);
}

} // namespace

void add_terminate_blockers(CLI::App& command, std::vector<std::string>& names) {
    command
        .add_option("--terminate-blockers", names,
                    "terminate sessions of these applications or roles that hold the lock (never autovacuum)")
        ->type_name("NAME,…")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->take_all();
}

void add_upgrade(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "upgrade", "Upgrade the database to a revision", run_upgrade, options);
    command
        .add_option("target", options->target,
                    "head, heads, a revision id or its prefix, +2, id+1, label@head; with --sql also FROM:TO")
        ->type_name("REV")
        ->capture_default_str();
    command.add_flag("--sql", options->sql, "print a script for psql instead, without a database");
    command.add_flag("--dry-run", options->dry_run, "only show the plan");
    add_rewrite_safe(command, options->rewrite_safe);
    add_terminate_blockers(command, options->terminate_blockers);
    command.footer(
        "\n"
        "A statement is skipped if what it creates already exists and is identical. If it exists but "
        "is different, the upgrade stops with exit code 5, and nothing of that revision remains. To "
        "see this in advance, use 'pgmend plan'.\n\n"
        "Examples:\n"
        "  pgmend upgrade head\n"
        "  pgmend upgrade +1\n"
        "  pgmend upgrade --sql ae10:head > up.sql\n");
}

} // namespace pgmend::commands
