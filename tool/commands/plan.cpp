#include "commands/command.hpp"
#include "commands/show_migration.hpp"
#include "revision/target.hpp"

namespace pgmend::commands {
namespace {

struct Options {
    std::string target = "head";
    bool down = false;
    bool rewrite_safe = false;
};

ExitCode run_plan(const Options& options, const Context& context) {
    const auto target = unescape(options.target);
    auto settings = settings_of(context.globals, "plan");
    settings.rewrite_safe = options.rewrite_safe;
    settings.compare_files = true;
    settings.find_unfinished = true;
    revision::parse_target(target); // bad usage is told before anything is waited for
    auto& [graph, session] = open_workspace(context, settings);
    const auto listener = make_listener(context);
    const auto plan = options.down ? migrate::plan_downgrade(session, graph, target, listener)
                                   : migrate::plan_upgrade(session, graph, target, listener);
    return show(plan, migrate::find_unfinished(session, graph), context);
}

} // namespace

void add_rewrite_safe(CLI::App& command, bool& wanted) {
    command.add_flag("--rewrite-safe", wanted,
                     "replace statements with equivalents that do not block others: indexes CONCURRENTLY, "
                     "constraints NOT VALID and validated separately, in several transactions");
}

void add_plan(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "plan", "Show what upgrade would do, statement by statement",
                                run_plan, options);
    command.add_option("target", options->target, "same as for upgrade; with --down, as for downgrade")
        ->type_name("REV")
        ->capture_default_str();
    command.add_flag("--down", options->down, "plan a downgrade to the target instead");
    add_rewrite_safe(command, options->rewrite_safe);
    command.footer(
        "\n"
        "For each statement, plan predicts what upgrade will do: run; skip (what it creates already exists "
        "and is identical, or what it drops does not exist); conflict (it exists but is different; the "
        "differences are shown); in turn (decided after the statements before it have run). The exit code "
        "is 5 if there is a conflict.\n\n"
        "Below each statement, plan shows its locks and what these block; whether it is instant, or scans "
        "a table, builds an index or rewrites a table; and its hazards, each with a safer alternative as "
        "SQL (see 'pgmend lint --help'). Nothing in the database is changed.\n");
}

} // namespace pgmend::commands
