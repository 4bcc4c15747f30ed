#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/new_revision.hpp"
#include "commands/origin.hpp"
#include "drift/checks.hpp"
#include "drift/defined_at.hpp"
#include "migrate/lock.hpp"

#include <future>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string against;
    std::string checks = "checks";
    std::string write_baseline;
    int jobs = 2;
};

void take(report::DriftReport& report, drift::Ruled ruled) {
    report.diff.findings = std::move(ruled.findings);
    report.accepted.insert(report.accepted.end(), ruled.accepted.begin(), ruled.accepted.end());
    report.warnings.insert(report.warnings.end(), ruled.warnings.begin(), ruled.warnings.end());
}

/// A snapshot is taken in while the server works on the catalog; everything else needs the server, or the
/// terminal.
std::future<drift::Source> open_expected(const std::string& word, const drift::SourceContext& context) {
    const auto when = word.ends_with(".json") ? std::launch::async : std::launch::deferred;
    return std::async(when, [word, context] { return drift::open_source(word, context); });
}

/// What the reader cannot promise to know is no verdict: it becomes a reason of "could not tell".
std::optional<drift::Source> read_live(const pg::Dsn& dsn, drift::SourceContext context,
                                       const std::shared_ptr<pg::Connection>& connection,
                                       report::DriftReport& report) {
    context.options.dependencies = false; // they do not count in comparisons
    try {
        return drift::live_source(dsn, context, "pgmend check", connection);
    } catch (const Error& error) {
        if (error.code() == ExitCode::interrupted || error.code() == ExitCode::no_connection)
            throw;
        report.could_not_tell.push_back(error.detail().empty()
                                            ? error.message()
                                            : fmt::format("{}; {}", error.message(), error.detail()));
        return std::nullopt;
    }
}

void compare(report::DriftReport& report, const Options& options, const Context& context,
             const pg::Dsn& dsn) {
    const auto word = against_or_default(options.against, options.checks);
    const auto connection =
        std::make_shared<pg::Connection>(pg::Connection::open(dsn, {.application_name = "pgmend check"}));
    const bool replays = word == "migrations" || word.ends_with(".sql");
    auto sources = replays ? source_context(options.drift, context, *connection)
                           : reading_context(options.drift, context, *connection);
    sources.connections = options.jobs;
    if (word == "migrations") {
        migrate::Session session(dsn, settings_of(context.globals, "check"));
        const migrate::MigrationLock lock(session, make_listener(context));
        session.refresh();
        sources.rows = session.rows();
        if (sources.rows.empty())
            report.warnings.emplace_back("the version table is empty: comparing with the heads of the "
                                         "migrations");
    }
    auto opening = open_expected(word, sources);
    const auto live = read_live(dsn, sources, connection, report);
    const auto expected = opening.get();
    report.expected = expected.name;
    if (!live)
        return;
    report.origin = origin_of(*connection, context.globals);
    compare_into(report, expected, *live, options.drift, sources);
    if (!options.write_baseline.empty())
        write_file(options.write_baseline, drift::baseline_of(report.diff.findings));
    take(report, drift::without_accepted(report.diff.findings, load_acceptance(options.drift, context)));
}

void assess(report::DriftReport& report, const Options& options, const pg::Dsn& dsn) {
    const auto checks = drift::load_checks(options.checks);
    const auto outcomes = drift::run_checks(checks, dsn, options.jobs);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        using enum report::CheckResult::Status;
        const auto& outcome = outcomes[i];
        report.checks.push_back({.status = !outcome.error.empty() ? error
                                           : outcome.rows > 0     ? fail
                                                                  : pass,
                                 .name = checks[i].name,
                                 .message = outcome.error.empty() ? checks[i].message : outcome.error,
                                 .severity = checks[i].severity,
                                 .file = checks[i].file,
                                 .rows = outcome.rows,
                                 .columns = outcome.columns,
                                 .sample = outcome.sample});
        if (!outcome.error.empty())
            report.could_not_tell.push_back(fmt::format("check {}: {}", checks[i].name, outcome.error));
    }
}

/// Where to look for a difference of which no statement is known.
SourceLocation elsewhere(const Options& options, const revision::Graph* graph) {
    const auto word = against_or_default(options.against, options.checks);
    if (word.ends_with(".json") || word.ends_with(".sql"))
        return {.file = word, .line = 1};
    return graph == nullptr ? SourceLocation{} : drift::newest_revision(*graph);
}

void place(report::DriftReport& report, const Options& options, const Context& context) {
    if (report.diff.findings.empty())
        return;
    std::optional<revision::Graph> graph;
    if (std::filesystem::is_directory(context.globals.migrations)) {
        graph.emplace(load_graph(context));
        report.defined_at = drift::definition_lookup(*graph);
    }
    report.elsewhere = elsewhere(options, graph ? &*graph : nullptr);
}

ExitCode run_check(const Options& options, const Context& context) {
    if (options.checks != "checks" && !std::filesystem::is_directory(options.checks))
        throw UsageError(fmt::format("'{}' is not a folder", options.checks))
            .with_hint("--checks names the folder of the checks (*.sql)");
    const auto dsn = resolve_database(context.globals);
    report::DriftReport report{.actual = "the database"};
    compare(report, options, context, dsn);
    assess(report, options, dsn);
    place(report, options, context);
    return finish(report, options.drift, context);
}

} // namespace

void add_check(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "check", "Find schema drift, then run the checks on the data",
                                run_check, options);
    command
        .add_option("--against", options->against,
                    "compare with: a snapshot, 'migrations', a URL, an SQL file, or a folder of SQL files")
        ->type_name("SOURCE");
    command.add_option("--checks", options->checks, "folder of the checks (*.sql)")
        ->type_name("DIR")
        ->capture_default_str();
    add_baseline_option(command, options->drift);
    command.add_option("--write-baseline", options->write_baseline, "write the current differences to FILE")
        ->type_name("FILE");
    command
        .add_option("--jobs", options->jobs, "number of connections: two read the catalog, all run checks")
        ->capture_default_str();
    add_read_options(command, options->drift);
    add_report_options(command, options->drift);
    command.footer(
        "\n"
        "The default for --against is checks/schema.json if it exists, otherwise the migrations. The "
        "migrations are replayed on a throwaway server up to the revision in the database's version table, "
        "so pending revisions do not count as drift.\n\n"
        "Exit codes: 0 no drift and no failed check of severity error, 1 drift or such a check, 4 "
        "undetermined.\n"
        "--format: text, json, sarif, junit, github (annotations), markdown or html.\n");
}

} // namespace pgmend::commands
