#include "commands/command.hpp"
#include "commands/desired_indexes.hpp"
#include "commands/progress.hpp"

#include "maintain/build_lock.hpp"
#include "maintain/index_advice.hpp"
#include "maintain/index_build.hpp"
#include "maintain/index_repair.hpp"
#include "pg/own_defaults.hpp"
#include "pg/primary.hpp"
#include "report/indexes.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::string action;
    std::string name; ///< of the table for create, else of the index
    maintain::IndexSpec spec;
    bool all = false;
    bool replace = false;
    bool dry_run = false;
    bool no_space_check = false;
    std::string memory;
    std::string from = "checks/schema.json";
    double unused_days = 7;
};

pg::Connection connect(const pg::Dsn& dsn) {
    auto connection = pg::Connection::open(pg::for_writing(dsn), {.application_name = "pgmend index"});
    pg::set_own_defaults(connection);
    return connection;
}

std::string word_of(maintain::IndexAction action) {
    using enum maintain::IndexAction;
    switch (action) {
    case nothing:
        return "nothing";
    case build:
        return "build";
    case rebuild:
        return "rebuild";
    case replace:
        return "replace";
    case conflict:
        break;
    }
    return "conflict";
}

report::IndexView view(const maintain::IndexPlan& plan) {
    report::IndexView shown{.name = plan.qualified,
                            .table = plan.table.qualified,
                            .action = word_of(plan.action),
                            .sql = plan.sql,
                            .existing = plan.existing,
                            .advice = plan.advice,
                            .bytes_needed = plan.bytes_needed,
                            .bytes_free = plan.bytes_free};
    for (const auto& difference : plan.differences)
        shown.differences.push_back({difference.attribute, difference.existing, difference.wanted});
    return shown;
}

/// Plans and builds one index; what is to be shown of it.
report::IndexView work_on(pg::Connection& connection, const pg::Dsn& dsn, const maintain::IndexSpec& spec,
                          const Options& options, const Context& context,
                          const maintain::JobListener& listener) {
    const maintain::IndexOptions how{
        .replace = options.replace, .memory = options.memory, .check_space = !options.no_space_check};
    const auto settings = maintain_settings(context.globals, "index");
    std::optional<maintain::BuildLock> lock;
    if (!options.dry_run)
        lock.emplace(dsn, maintain::read_table(connection, spec.table), settings, listener);
    const auto plan = maintain::plan_index(connection, spec, how, settings);
    auto shown = view(plan);
    if (options.dry_run)
        return shown;
    const auto began = std::chrono::steady_clock::now();
    maintain::build_index(connection, dsn, plan, how, settings, listener);
    shown.done =
        plan.action != maintain::IndexAction::nothing && plan.action != maintain::IndexAction::conflict;
    shown.ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    return shown;
}

ExitCode run_build(const std::vector<maintain::IndexSpec>& specs, const Options& options,
                   const Context& context) {
    const auto dsn = pg::for_writing(resolve_database(context.globals));
    auto connection = connect(dsn);
    const auto listener = make_progress_listener(context);
    std::vector<report::IndexView> shown;
    for (const auto& spec : specs) {
        shown.push_back(work_on(connection, dsn, spec, options, context, listener));
        clear_progress();
        if (!context.globals.json())
            print(report::index_text(shown.back(), context.globals.out()));
    }
    if (context.globals.json())
        print(report::indexes_json(shown));
    const bool conflict =
        std::ranges::any_of(shown, [](const report::IndexView& one) { return one.action == "conflict"; });
    if (conflict && !context.globals.json())
        notify(context, "--replace builds the desired index and swaps the names");
    return conflict ? ExitCode::conflict : ExitCode::done;
}

ExitCode run_create(const Options& options, const Context& context) {
    auto spec = options.spec;
    spec.table = options.name;
    return run_build({spec}, options, context);
}

ExitCode run_ensure(const Options& options, const Context& context) {
    const auto desired = load_desired_indexes(options.from, context);
    if (options.all == !options.name.empty())
        throw UsageError("name the index, or use --all");
    if (options.all)
        return run_build(desired, options, context);
    for (const auto& spec : desired)
        if (spec.name == options.name)
            return run_build({spec}, options, context);
    throw unknown_desired_index(options.name, desired, options.from);
}

ExitCode run_advise(const Options& options, const Context& context) {
    auto connection = connect(resolve_database(context.globals));
    const auto found = maintain::advise(connection, options.unused_days);
    std::vector<report::AdviceView> shown;
    for (const auto& one : found.advice)
        shown.push_back({.kind = one.kind,
                         .index = one.index,
                         .table = one.table,
                         .bytes = one.bytes,
                         .evidence = one.evidence,
                         .sql = one.sql});
    print(context.globals.json() ? report::advice_json(shown, found.notes)
                                 : report::advice_text(shown, found.notes, context.globals.out()));
    return shown.empty() ? ExitCode::done : ExitCode::findings;
}

ExitCode run_repair(const Options& options, const Context& context) {
    const auto dsn = pg::for_writing(resolve_database(context.globals));
    auto connection = connect(dsn);
    auto repairs = maintain::plan_repair(connection);
    if (!options.dry_run)
        maintain::repair(connection, dsn, repairs, maintain_settings(context.globals, "index"),
                         make_progress_listener(context));
    std::vector<report::RepairView> shown;
    for (const auto& one : repairs)
        shown.push_back({.index = one.index,
                         .table = one.table,
                         .action = one.action,
                         .sql = one.sql,
                         .error = one.error,
                         .done = !options.dry_run});
    print(context.globals.json() ? report::repairs_json(shown)
                                 : report::repairs_text(shown, context.globals.out()));
    const bool failed =
        std::ranges::any_of(repairs, [](const maintain::Repair& one) { return !one.error.empty(); });
    return failed ? ExitCode::failed : ExitCode::done;
}

ExitCode run_drop(const Options& options, const Context& context) {
    const auto dsn = resolve_database(context.globals);
    auto connection = connect(dsn);
    const auto plan = maintain::plan_drop(connection, options.name);
    const auto& definition = plan.definition;
    if (!options.dry_run) {
        if (!confirm(context, fmt::format("Drop the index {}?", options.name)))
            return ExitCode::done;
        const auto settings = maintain_settings(context.globals, "index");
        const auto listener = make_progress_listener(context);
        const maintain::BuildLock lock(pg::for_writing(dsn), plan.table, settings, listener);
        maintain::drop_index(connection, plan, settings, listener);
        clear_progress();
    }
    print(context.globals.json()
              ? report::indexes_json(
                    {{.name = options.name, .action = "drop", .sql = definition, .done = !options.dry_run}})
              : fmt::format("{} {}; to create it again:\n"
                            "  {};\n",
                            options.name, options.dry_run ? "would be dropped" : "dropped", definition));
    return ExitCode::done;
}

void add_build_options(CLI::App& command, const std::shared_ptr<Options>& options) {
    command.add_flag("--replace", options->replace,
                     "replace an existing index of that name that is different");
    command.add_option("--memory", options->memory, "maintenance_work_mem (default: the server's)")
        ->type_name("SIZE");
    command.add_flag("--no-space-check", options->no_space_check,
                     "build even if the disk space seems insufficient");
    command.add_flag("--dry-run", options->dry_run, "only show what would be done");
}

void add_create(CLI::App& index, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(index, selected, "create", "Build an index concurrently unless an identical one exists",
                    run_create, options);
    auto& spec = options->spec;
    command.add_option("table", options->name, "table of the index")->required();
    command.add_option("--columns", spec.columns, "columns as in CREATE INDEX: 'a, lower(b) DESC'")
        ->required();
    command.add_option("--name", spec.name, "name of the index (default: TABLE_COLUMNS_idx)");
    command.add_option("--using", spec.method, "access method")
        ->type_name("btree|gin|gist|brin|hash|spgist")
        ->capture_default_str();
    command.add_flag("--unique", spec.unique, "create a unique index");
    command.add_flag("--nulls-not-distinct", spec.nulls_not_distinct,
                     "NULL equals NULL (PostgreSQL 15 and later)");
    command.add_option("--include", spec.include, "columns to include without indexing them");
    command.add_option("--where", spec.where, "condition of a partial index");
    command.add_option("--with", spec.with, "storage parameters, for example 'fastupdate = off'");
    add_build_options(command, options);
    command.footer(
        "\n"
        "jsonb_path_ops supports @>, @? and @@; the key-exists operators ?, ?| and ?& need jsonb_ops, the "
        "default. With fastupdate = off, writes are slightly slower and searches do not read a pending "
        "list.\n\n"
        "Example:\n"
        "  pgmend index create tracker_tasks --using gin --columns 'full_data jsonb_path_ops'\n");
}

void add_ensure(CLI::App& index, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(index, selected, "ensure",
                    "Build the indexes that pgmend.toml or checks/schema.json define", run_ensure, options);
    command.add_option("name", options->name, "name of the index");
    command.add_flag("--all", options->all, "all indexes that are defined there");
    command.add_option("--from", options->from, "snapshot that also defines indexes")
        ->type_name("FILE")
        ->capture_default_str();
    add_build_options(command, options);
    command.footer(
        "\n"
        "An identical index is not changed, and an INVALID one is built again. If the index is "
        "different, the differences are shown and the exit code is 5, unless --replace is given.\n");
}

} // namespace

void add_index(CLI::App& app, Run& selected) {
    auto* index = app.add_subcommand("index", "Build, check and repair indexes without blocking writers");
    index->require_subcommand(0, 1);
    add_ensure(*index, selected);
    add_create(*index, selected);
    auto advise = std::make_shared<Options>();
    add_command(*index, selected, "advise",
                "Report indexes that are INVALID, redundant, unused, missing or bloated", run_advise, advise)
        .add_option("--unused-days", advise->unused_days,
                    "minimum age of the statistics to call an index unused")
        ->capture_default_str();
    auto repair = std::make_shared<Options>();
    add_command(*index, selected, "repair", "Rebuild INVALID indexes, drop leftovers of REINDEX", run_repair,
                repair)
        .add_flag("--dry-run", repair->dry_run, "only show what would be done");
    auto drop = std::make_shared<Options>();
    auto& command = add_command(*index, selected, "drop", "Drop an index concurrently", run_drop, drop);
    command.add_option("name", drop->name, "name of the index")->required();
    command.add_flag("--dry-run", drop->dry_run, "only show its definition");
    index->footer("\nExamples:\n  pgmend index advise\n  pgmend index ensure --all\n  pgmend index create "
                  "tracker_tasks --using gin --columns 'full_data jsonb_path_ops'\n");
}

} // namespace pgmend::commands
