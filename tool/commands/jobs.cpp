#include "commands/batch_run.hpp"
#include "commands/command.hpp"
#include "commands/dedupe_run.hpp"
#include "commands/progress.hpp"
#include "commands/show_maintain.hpp"

#include "pg/own_defaults.hpp"
#include "pg/primary.hpp"
#include "pg/quote.hpp"
#include "report/progress.hpp"
#include "state/lock.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::string action = "list";
    long long id = 0;
};

pg::Connection connect(const Context& context) {
    auto connection = pg::Connection::open(pg::for_writing(resolve_database(context.globals)),
                                           {.application_name = "pgmend jobs"});
    pg::set_own_defaults(connection);
    return connection;
}

maintain::Job find(maintain::JobStore& store, long long id) {
    if (auto job = store.find(id))
        return *std::move(job);
    throw UsageError(fmt::format("job {} does not exist", id)).with_hint("'pgmend jobs list' shows all jobs");
}

void show(const std::vector<report::JobView>& jobs, const Options& options, const Context& context) {
    if (context.globals.json())
        return print(report::jobs_json(jobs));
    print(options.action == "list" ? report::jobs_text(jobs, context.globals.out())
                                   : report::job_text(jobs.front(), context.globals.out()));
}

/// The work table goes, and the job counts as finished; what it deleted stays deleted, and archived.
void cancel(pg::Connection& connection, maintain::JobStore& store, maintain::Job job,
            const Context& context) {
    if (!job.unfinished())
        throw UsageError(fmt::format("job {} is already {}", job.id, job.state));
    const auto name = job.kind + " " + pg::quote_qualified(job.table_schema, job.table_name);
    if (!state::try_lock(connection, name))
        throw Error(fmt::format("job {} is running: {}", job.id, state::lock_holder(connection, name)),
                    ExitCode::busy)
            .with_hint("stop it with Ctrl-C or SIGINT first");
    store.work_table(job.id).drop(connection);
    job.state = "cancelled";
    store.update(job);
    connection.run("COMMIT");
    notify(context,
           fmt::format("job {} was cancelled after {} {} rows", job.id,
                       job.kind == "batch" ? "changing" : "deleting", report::grouped(job.figures.deleted)));
}

ExitCode run_jobs(const Options& options, const Context& context) {
    auto connection = connect(context);
    maintain::JobStore store(connection, maintain::Settings{}.pgmend_schema);
    std::vector<report::JobView> jobs;
    if (options.action == "list") {
        for (const auto& job : store.list())
            jobs.push_back(view(job));
        show(jobs, options, context);
        return ExitCode::done;
    }
    const auto job = find(store, options.id);
    if (options.action == "resume") {
        if (!job.unfinished())
            throw UsageError(fmt::format("job {} is {}: nothing to resume", job.id, job.state));
        if (job.kind == "batch")
            return run_batch_job(maintain::batch_options(job.options), false, context);
        auto work = maintain::dedupe_options(job.options);
        work.table = maintain::table_of(connection, job);
        return run_deduplication(work, context);
    }
    if (options.action == "cancel")
        cancel(connection, store, job, context);
    else
        show({view(job)}, options, context);
    return ExitCode::done;
}

} // namespace

void add_jobs(CLI::App& app, Run& selected) {
    auto& command = *app.add_subcommand("jobs", "List, show, resume or cancel maintenance jobs");
    command.require_subcommand(0, 1);
    command.callback([&selected] { // CLI11 comes here after the callback of a subcommand
        if (!selected)
            selected = [](const Context& context) { return run_jobs({}, context); };
    });
    const auto add = [&](const char* action, const char* help) {
        auto options = std::make_shared<Options>();
        options->action = action;
        auto& one = add_command(command, selected, action, help, run_jobs, options);
        if (options->action != "list")
            one.add_option("job", options->id, "number of the job")->required();
    };
    add("list", "List all jobs, newest first");
    add("show", "Show a job with its figures");
    add("resume", "Resume an interrupted job");
    add("cancel", "Cancel an unfinished job; deleted rows stay deleted and archived");
    command.footer("\n"
                   "The default is 'list'. Jobs are stored in the table pgmend.job.\n");
}

} // namespace pgmend::commands
