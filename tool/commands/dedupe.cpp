#include "commands/chunk_options.hpp"
#include "commands/command.hpp"
#include "commands/dedupe_defaults.hpp"
#include "commands/dedupe_run.hpp"
#include "commands/progress.hpp"
#include "commands/show_maintain.hpp"
#include "pg/own_defaults.hpp"
#include "pg/primary.hpp"
#include "report/progress.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::vector<std::string> words; ///< the table, or: restore JOB
    std::string key;
    std::string where;
    std::string keep;
    std::string nulls;
    std::string then_unique;
    std::string except;
    ChunkOptions chunks;
    bool archive = false;
    bool repoint = false;
    bool vacuum = false;
    bool dry_run = false;
};

/// At commas that are not within parentheses or quotes.
std::vector<std::string> split_list(const std::string& text) {
    std::vector<std::string> words(1);
    int depth = 0;
    char quote = 0;
    for (const char c : text) {
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '(' || c == '[')
            ++depth;
        else if (c == ')' || c == ']')
            --depth;
        if (c == ',' && depth == 0 && quote == 0)
            words.emplace_back();
        else
            words.back() += c;
    }
    for (auto& word : words) {
        const auto first = word.find_first_not_of(' '), last = word.find_last_not_of(' ');
        word = first == std::string::npos ? "" : word.substr(first, last - first + 1);
    }
    std::erase(words, "");
    return words;
}

/// [dedupe.TABLE] of pgmend.toml fills in what the command line leaves open.
void add_defaults(Options& options, const Context& context) {
    const auto table = dedupe_defaults(options.words.front(), context);
    if (!table)
        return;
    const auto text = [&](const char* name, std::string& target) {
        if (const auto value = (*table)[name].value<std::string>(); value && target.empty())
            target = *value;
    };
    const auto flag = [&](const char* name, bool& target) {
        target = target || (*table)[name].value_or(false);
    };
    if (const auto* list = (*table)["key"].as_array(); list != nullptr && options.key.empty())
        for (const auto& one : *list)
            options.key += one.value_or(std::string()) + ",";
    text("key", options.key);
    text("where", options.where);
    text("keep", options.keep);
    text("nulls", options.nulls);
    text("then-unique", options.then_unique);
    text("max-lag", options.chunks.max_lag);
    if (const auto value = (*table)["chunk-time"].value<std::string>();
        value && options.chunks.chunk_time == ChunkOptions{}.chunk_time)
        options.chunks.chunk_time = *value;
    if (options.chunks.max_rate == 0)
        options.chunks.max_rate = (*table)["max-rate"].value_or(0.0);
    if (options.chunks.max_archive_queue < 0)
        options.chunks.max_archive_queue = (*table)["max-archive-queue"].value_or(-1LL);
    flag("archive", options.archive);
    flag("repoint", options.repoint);
    flag("vacuum", options.vacuum);
    flag("pause-for-autovacuum", options.chunks.pause_for_autovacuum);
}

maintain::DedupeOptions wanted(const Options& options) {
    if (!options.nulls.empty() && options.nulls != "same" && options.nulls != "distinct")
        throw UsageError(fmt::format("invalid value '{}' for --nulls", options.nulls))
            .with_hint("valid values: same, distinct");
    maintain::DedupeOptions wanted{.table = options.words.front(),
                                   .grouping = {.key = split_list(options.key),
                                                .where = options.where,
                                                .nulls_same = options.nulls == "same"},
                                   .nulls_given = !options.nulls.empty(),
                                   .archive = options.archive,
                                   .repoint = options.repoint,
                                   .vacuum = options.vacuum,
                                   .chunk_time = chunk_time_of(options.chunks),
                                   .throttle = throttle_of(options.chunks)};
    if (!options.keep.empty())
        wanted.grouping.keep = maintain::parse_keep(options.keep);
    if (!options.then_unique.empty())
        wanted.then_unique = options.then_unique;
    return wanted;
}

/// Autovacuum comes by itself at a fifth of the table (autovacuum_vacuum_scale_factor's default).
bool is_vacuum_advisable(const maintain::Job& job, const maintain::Table& table, bool vacuumed) {
    return !vacuumed && job.figures.deleted > 1000 && job.figures.deleted * 20 > table.rows;
}

ExitCode run_restore(const Options& options, const Context& context) {
    const auto word = options.words.size() == 2 ? options.words[1] : std::string();
    if (word.empty() || word.find_first_not_of("0123456789") != std::string::npos)
        throw UsageError("the job number is missing")
            .with_hint("usage: pgmend dedupe restore JOB; 'pgmend jobs list' shows the jobs");
    const auto id = std::stoll(word);
    auto connection = pg::Connection::open(pg::for_writing(resolve_database(context.globals)),
                                           {.application_name = "pgmend dedupe restore"});
    pg::set_own_defaults(connection);
    const auto settings = maintain_settings(context.globals, "dedupe restore");
    const auto restored = maintain::restore(
        connection,
        {.job = id, .chunk_time = chunk_time_of(options.chunks), .except = split_list(options.except)},
        settings, make_progress_listener(context));
    clear_progress();
    print(context.globals.json() ? report::restore_json(view(restored, id))
                                 : report::restore_text(view(restored, id), context.globals.out()));
    return restored.conflicts > 0 ? ExitCode::conflict : ExitCode::done;
}

ExitCode run_dedupe(const Options& given, const Context& context) {
    if (given.words.front() == "restore" && given.words.size() > 1)
        return run_restore(given, context);
    if (!given.except.empty())
        throw UsageError("--except is an option of 'pgmend dedupe restore'");
    if (given.words.size() > 1)
        throw UsageError(fmt::format("unexpected argument '{}'", unescape(given.words[1])));
    auto options = given;
    add_defaults(options, context);
    const auto work = wanted(options);
    if (!options.dry_run)
        return run_deduplication(work, context);
    auto connection =
        pg::Connection::open(resolve_database(context.globals), {.application_name = "pgmend dedupe"});
    pg::set_own_defaults(connection);
    const auto plan =
        view(maintain::plan_dedupe(connection, work, maintain_settings(context.globals, "dedupe")));
    print(context.globals.json() ? report::dedupe_plan_json(plan)
                                 : report::dedupe_plan_text(plan, context.globals.out()));
    return ExitCode::done;
}

constexpr const char* footer = R"(
Rows with equal keys are duplicates; one row of each group is kept. pgmend first collects the other rows, and then deletes them in short transactions. A row is not deleted if it has changed meanwhile, or if it is the last one of its group. Ctrl-C stops after the current chunk; pressing it twice cancels the chunk. To continue, run the same command again, or 'pgmend jobs resume'. Defaults for a table can be set in pgmend.toml under [dedupe.TABLE].

Examples:
  pgmend dedupe visits --key who,day --keep oldest:created_at --dry-run
  pgmend dedupe visits --key who,day --archive --then-unique visits_once
  pgmend dedupe restore 7            restore the rows that job 7 deleted

Exit codes: 0 done, 4 failed, 5 referenced rows (restore: rows that the table rejects), 7 another pgmend is working on the table, 130 interrupted.
)";
} // namespace

namespace {

/// The line of progress does not stand before an error.
maintain::DedupePlan prepare(maintain::Dedupe& dedupe) {
    try {
        auto plan = dedupe.prepare();
        clear_progress();
        return plan;
    } catch (...) {
        clear_progress();
        throw;
    }
}

Error interrupted(const maintain::Job& job) {
    const auto& figures = job.figures;
    const auto rest = job.state == "indexing"
                          ? std::string("the unique index does not exist yet")
                          : report::grouped(figures.last - figures.position) + " to delete";
    return Error(fmt::format("interrupted: {} rows deleted, {}", report::grouped(figures.deleted), rest),
                 ExitCode::interrupted)
        .with_hint(fmt::format("run the same command again to continue, or 'pgmend jobs resume {}'", job.id));
}

} // namespace

ExitCode run_deduplication(const maintain::DedupeOptions& options, const Context& context) {
    const auto listener = make_progress_listener(context);
    maintain::Dedupe dedupe(pg::for_writing(resolve_database(context.globals)), options,
                            maintain_settings(context.globals, "dedupe"), listener);
    const auto plan = prepare(dedupe);
    if (plan.duplicates > 0) {
        if (!context.globals.json() && !context.globals.quiet)
            print(report::dedupe_plan_text(view(plan), context.globals.out()));
        if (!plan.resumes) {
            bool agreed = false;
            try {
                agreed =
                    confirm(context, fmt::format("Delete {} rows from {}?", report::grouped(plan.duplicates),
                                                 plan.table.qualified));
            } catch (...) {
                dedupe.abandon();
                throw;
            }
            if (!agreed) {
                dedupe.abandon();
                notify(context, "nothing was deleted");
                return ExitCode::done;
            }
        }
    }
    try {
        dedupe.run();
    } catch (const Error& error) {
        clear_progress();
        if (error.code() != ExitCode::interrupted || !dedupe.resumable())
            throw;
        throw interrupted(dedupe.job());
    }
    clear_progress();
    auto shown = view(dedupe.job());
    shown.scanned = dedupe.table().rows;
    shown.vacuum_advised = is_vacuum_advisable(dedupe.job(), dedupe.table(), options.vacuum);
    print(context.globals.json() ? report::dedupe_json(shown)
                                 : report::dedupe_text(shown, context.globals.out()));
    return ExitCode::done;
}

void add_dedupe(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "dedupe", "Delete duplicate rows in short transactions",
                                run_dedupe, options);
    command.add_option("table", options->words, "the table; or: restore JOB")->required()->expected(1, 2);
    command
        .add_option("--key", options->key,
                    "columns in which duplicates are equal, or expressions: 'lower(email)'")
        ->type_name("COLUMNS");
    command.add_option("--where", options->where, "only rows that meet this condition: 'deleted_at IS NULL'")
        ->type_name("CONDITION");
    command.add_option(
        "--keep", options->keep,
        "row to keep: oldest:COLUMN, newest:COLUMN, min:COLUMN or max:COLUMN; ties by primary key (default: "
        "the first by primary key)");
    command.add_option("--nulls", options->nulls, "same: NULL equals NULL in the key; distinct: it does not")
        ->type_name("same|distinct");
    command.add_flag("--archive", options->archive, "copy deleted rows to pgmend.archive_TABLE");
    command.add_flag("--repoint", options->repoint, "move foreign key references to the row that is kept");
    command.add_option("--then-unique", options->then_unique, "then build this unique index concurrently")
        ->type_name("NAME");
    command
        .add_option("--except", options->except,
                    "restore: columns whose archived values may be lost or changed")
        ->type_name("COLUMNS");
    add_chunk_options(command, options->chunks);
    command.add_flag("--vacuum", options->vacuum, "run VACUUM (ANALYZE) at the end");
    command.add_flag("--dry-run", options->dry_run,
                     "count duplicates and show the largest groups, change nothing");
    command.footer(footer);
}

} // namespace pgmend::commands
