#include "commands/batch_run.hpp"
#include "commands/chunk_options.hpp"
#include "commands/command.hpp"

#include "maintain/purge.hpp"
#include "pg/own_defaults.hpp"

namespace pgmend::commands {
namespace {

struct Options {
    std::string table;
    std::string older_than;
    std::string column;
    ChunkOptions chunks;
    bool archive = false;
    bool dry_run = false;
};

ExitCode run_purge(const Options& options, const Context& context) {
    auto connection =
        pg::Connection::open(resolve_database(context.globals), {.application_name = "pgmend purge"});
    pg::set_own_defaults(connection);
    return run_batch_job({.statement = maintain::purge_statement(connection, options.table, options.column,
                                                                 options.older_than),
                          .archive = options.archive,
                          .chunk_time = chunk_time_of(options.chunks),
                          .throttle = throttle_of(options.chunks)},
                         options.dry_run, context);
}

} // namespace

void add_purge(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "purge", "Delete old rows in short transactions", run_purge, options);
    command.add_option("table", options->table, "the table")->required();
    command.add_option("--older-than", options->older_than, "age of the rows to delete: 90d, 6mon, 1y")
        ->required()
        ->type_name("AGE");
    command.add_option("--column", options->column, "column with the time of a row")
        ->required()
        ->type_name("COLUMN");
    command.add_flag("--archive", options->archive, "copy deleted rows to pgmend.archive_TABLE");
    add_chunk_options(command, options->chunks);
    command.add_flag("--dry-run", options->dry_run, "only show what would be done");
    command.footer(
        "\n"
        "The age is compared with the time at the start. The work is done as by 'pgmend batch'; an "
        "interrupted purge is continued with 'pgmend jobs resume'.\n\n"
        "Example:\n"
        "  pgmend purge events --older-than 90d --column created_at --archive\n");
}

} // namespace pgmend::commands
