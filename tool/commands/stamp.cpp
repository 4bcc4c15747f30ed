#include "commands/command.hpp"
#include "commands/show_migration.hpp"
#include "migrate/offline.hpp"

namespace pgmend::commands {
namespace {

struct Options {
    std::vector<std::string> targets;
    bool purge = false;
    bool sql = false;
};

ExitCode run_stamp(const Options& options, const Context& context) {
    std::vector<std::string> targets;
    for (const auto& target : options.targets)
        targets.push_back(unmarked(target));
    if (options.sql) {
        if (options.purge)
            throw UsageError("--purge cannot be used with --sql")
                .with_hint("it has to read the version table");
        print(migrate::stamp_script(load_graph(context), targets, settings_of(context.globals, "stamp")));
        return ExitCode::done;
    }
    auto& [graph, session] = open_both(context, settings_of(context.globals, "stamp"));
    show_stamped(migrate::stamp(session, graph, targets, options.purge, make_listener(context)), context);
    return ExitCode::done;
}

} // namespace

void add_stamp(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto& command =
        declare(app, chosen, "stamp", "Set the version table to a revision without running anything",
                run_stamp, options);
    command
        .add_option("target", options->targets, "head, heads, ids, label@head, base; with --sql also FROM:TO")
        ->type_name("REV")
        ->required();
    command.add_flag("--purge", options->purge, "forget the rows that are there first, even unknown ones");
    command.add_flag("--sql", options->sql, "print the script for psql instead, without a database");
    command.footer("\nExamples:\n  pgmend stamp head          a database that was made by other means\n"
                   "  pgmend stamp --purge ae10  a version table that names a revision which no file has\n");
}

} // namespace pgmend::commands
