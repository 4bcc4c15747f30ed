#include "commands/batch_run.hpp"
#include "commands/chunk_options.hpp"
#include "commands/command.hpp"
#include "commands/progress.hpp"
#include "commands/show_maintain.hpp"

#include "pg/own_defaults.hpp"
#include "pg/primary.hpp"
#include "report/progress.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::string statement;
    ChunkOptions chunks;
    bool archive = false;
    bool dry_run = false;
};

void show_plan(const maintain::BatchPlan& plan, const Context& context) {
    print(context.globals.json() ? report::batch_plan_json(view(plan))
                                 : report::batch_plan_text(view(plan), context.globals.out()));
}

bool is_agreed(maintain::Batch& batch, const Context& context) {
    const auto& plan = batch.plan();
    try {
        if (confirm(context, fmt::format("{} rows of {}?", plan.statement.deletes ? "Delete" : "Update",
                                         plan.table.qualified)))
            return true;
    } catch (...) {
        batch.abandon();
        throw;
    }
    batch.abandon();
    notify(context, "nothing was changed");
    return false;
}

ExitCode run_batch(const Options& options, const Context& context) {
    return run_batch_job({.statement = options.statement,
                          .archive = options.archive,
                          .chunk_time = chunk_time_of(options.chunks),
                          .throttle = throttle_of(options.chunks)},
                         options.dry_run, context);
}

constexpr const char* footer = R"(
The table is processed once, in ranges of its primary key. Each range is one transaction, which also records the position in the table pgmend.job. So no row is changed twice and none is skipped, however the process ends. Ctrl-C stops after the current range; run the same command again or 'pgmend jobs resume' to continue.

Examples:
  pgmend batch 'UPDATE accounts SET email_lower = lower(email) WHERE email_lower IS NULL'
  pgmend batch "DELETE FROM events WHERE kind = 'debug'" --archive --max-lag 5s

Exit codes: 0 done, 4 failed, 7 another pgmend is working on the table, 130 interrupted.
)";

} // namespace

ExitCode run_batch_job(const maintain::BatchOptions& options, bool dry_run, const Context& context) {
    const auto settings = maintain_settings(context.globals, "batch");
    if (dry_run) {
        auto connection =
            pg::Connection::open(resolve_database(context.globals), {.application_name = "pgmend batch"});
        pg::set_own_defaults(connection);
        show_plan(maintain::plan_batch(connection, options, settings), context);
        return ExitCode::done;
    }
    maintain::Batch batch(pg::for_writing(resolve_database(context.globals)), options, settings,
                          make_progress_listener(context));
    if (!context.globals.json() && !context.globals.quiet)
        show_plan(batch.plan(), context);
    if (!batch.plan().resumes && !is_agreed(batch, context))
        return ExitCode::done;
    try {
        batch.run();
    } catch (const Error& error) {
        clear_progress();
        if (error.code() != ExitCode::interrupted || !batch.resumable())
            throw;
        throw Error(fmt::format("interrupted: {} rows changed", report::grouped(batch.job().figures.deleted)),
                    ExitCode::interrupted)
            .with_hint(fmt::format("run the same command again to continue, or 'pgmend jobs resume {}'",
                                   batch.job().id));
    }
    clear_progress();
    const auto shown = view(batch.job());
    print(context.globals.json()
              ? report::dedupe_json(shown)
              : report::batch_text(shown, batch.plan().statement.deletes, context.globals.out()));
    return ExitCode::done;
}

void add_batch(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "batch", "Run an UPDATE or DELETE in short transactions",
                                run_batch, options);
    command.add_option("statement", options->statement, "the UPDATE or DELETE")->required();
    command.add_flag("--archive", options->archive, "copy deleted rows to pgmend.archive_TABLE");
    add_chunk_options(command, options->chunks);
    command.add_flag("--dry-run", options->dry_run, "only show what would be done");
    command.footer(footer);
}

} // namespace pgmend::commands
