#include "commands/sync_options.hpp"

#include "report/sync.hpp"

namespace pgmend::commands {
namespace {

struct Options {
    int last = 10;
};

ExitCode run_status(const Options& options, const Context& context) {
    std::vector<report::SyncRun> runs;
    for (const auto& run : sync::recent_runs(resolve_database(context.globals), options.last))
        runs.push_back({.id = run.id,
                        .started = run.started,
                        .completed = run.completed,
                        .status = run.status,
                        .details = run.details,
                        .processed = run.processed,
                        .created = run.created,
                        .updated = run.updated,
                        .errors = run.errors});
    print(context.globals.json() ? report::runs_json(runs) + "\n"
                                 : report::runs_text(runs, context.globals.out()));
    return ExitCode::done;
}

} // namespace

void add_sync_status(CLI::App& sync, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(sync, selected, "status", "Show the last runs", run_status, options);
    command.add_option("--last", options->last, "number of runs")
        ->check(CLI::Range(1, 10'000).description(""))
        ->type_name("N")
        ->capture_default_str();
}

} // namespace pgmend::commands
