#include "drift/repair.hpp"
#include "drift/compare.hpp"
#include "drift/partially_applied.hpp"

#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/new_revision.hpp"
#include "migrate/lock.hpp"
#include "report/script.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string against;
    bool apply = false;
    bool dry_run = false;
    bool allow_drop = false;
    bool keep_data = false;
    bool no_proof = false;
    bool for_upgrade = false;
};

/// The database, what it should be, and the way there.
struct Repair {
    drift::SourceContext sources;
    schema::Model live, target;
    report::ScriptReport report;
};

/// What revisions still to come make and the database has already is to stay, in the form that they give it.
void expect_what_is_ahead(drift::Source& wanted, const drift::Source& live,
                          const drift::SourceContext& sources) {
    const auto graph = sources.load_graph();
    drift::Replay replay(graph, sources.settings, sources.options, sources.world);
    const auto& history = replay.history();
    const auto here = history.find(sources.rows);
    if (!here)
        throw Error("the version table is at revisions that no upgrade from base passes through")
            .with_hint("'pgmend locate' shows the actual revision");
    const auto diff =
        drift::compare({.model = history.model(*here), .name = wanted.name}, live, sources.options).diff;
    wanted.model = drift::with_partially_applied(
        history, *here, drift::find_partially_applied(diff, live.model, history, *here));
}

/// Whether the statement that loses data is there for this difference.
bool is_about(const schema::DdlStatement& statement, const schema::Finding& finding) {
    const auto& id = finding.object;
    return !statement.data_loss.empty() &&
           (id == statement.object || (id.schema == statement.object.schema && id.parent.empty() &&
                                       id.name == statement.object.parent && !id.name.empty()));
}

/// With `keep_data`, differences that only a loss of data could remove are left as they are.
void plan_statements(Repair& repair, const schema::Model& wanted, std::vector<schema::Finding> findings,
                     bool keep_data) {
    for (;;) {
        repair.target = drift::target_of(wanted, repair.live, findings);
        repair.report.script = schema::statements(repair.live, repair.target, {.role = repair.report.role});
        const auto kept = std::erase_if(findings, [&](const schema::Finding& finding) {
            return keep_data && std::ranges::any_of(repair.report.script.statements,
                                                    [&](const auto& s) { return is_about(s, finding); });
        });
        if (kept == 0)
            return;
    }
}

Repair planned(const Options& options, const Context& context, migrate::Session& session) {
    const auto word = against_or_default(options.against);
    auto sources = source_context(options.drift, context, session.connection());
    if (word == "migrations")
        sources.rows = session.rows();
    else if (options.for_upgrade)
        throw UsageError("--for-upgrade requires --against migrations");
    const auto live = drift::live_source(session.dsn(), sources, "pgmend repair");
    Repair repair{.sources = sources, .live = live.model, .target = {}, .report = {}};
    auto wanted = drift::open_source(word, sources);
    if (options.for_upgrade)
        expect_what_is_ahead(wanted, live, sources);
    require_schemas(options.drift, {&wanted.model, &live.model}, session.connection());
    const auto compared = drift::compare(wanted, live, sources.options);
    const auto& diff = compared.diff;
    if (!compared.not_looked_at.empty())
        warn(context, compared.not_looked_at);
    auto findings = drift::without_accepted(diff.findings, load_acceptance(options.drift, context)).findings;
    for (const auto& undecided : diff.undecided)
        warn(context, fmt::format("{} {} could not be read and is left unchanged", display(undecided.object),
                                  undecided.attribute));
    repair.report = {.from = "the database",
                     .to = wanted.name,
                     .allow_drop = options.allow_drop,
                     .role = session.connection().run("SELECT current_user").get<std::string>(0, 0)};
    plan_statements(repair, wanted.model, std::move(findings), options.keep_data);
    return repair;
}

void prove(Repair& repair, const Options& options) {
    if (options.no_proof || repair.report.script.statements.empty())
        return;
    const auto proof = drift::prove(repair.live, repair.target, repair.report.script, repair.sources.options,
                                    repair.sources.world);
    repair.report.proven = proof.holds() && proof.not_seen.empty();
    if (!proof.failure.empty())
        repair.report.doubts.push_back(proof.failure);
    for (const auto& what : proof.left)
        repair.report.doubts.push_back("still different: " + what);
    for (const auto& what : proof.not_seen)
        repair.report.doubts.push_back(what);
}

std::vector<schema::DdlStatement> given(const Repair& repair) {
    auto statements = repair.report.script.statements;
    if (!repair.report.allow_drop)
        std::erase_if(statements, [](const schema::DdlStatement& s) { return !s.data_loss.empty(); });
    return statements;
}

/// Runs the statements, then looks again: the exit code says whether anything is left.
ExitCode carry_out(const Repair& repair, const Context& context, migrate::Session& session) {
    const auto statements = given(repair);
    const auto what = report::count(statements.size(), "statement");
    if (!statements.empty() &&
        !confirm(context, fmt::format("Run {} on the database {}?", what, session.connection().database())))
        return ExitCode::findings;
    drift::apply(session, statements, make_listener(context));
    const auto& sources = repair.sources;
    const auto live = drift::live_source(session.dsn(), sources, "pgmend repair");
    const drift::Source target{.model = repair.target, .name = repair.report.to};
    const auto left = drift::compare(target, live, sources.options).diff.findings;
    if (left.empty()) {
        notify(context, fmt::format("{} run; the schema was read again and no difference is left", what));
        return ExitCode::done;
    }
    for (const auto& finding : left)
        warn(context, "left: " + report::sentence(finding));
    return ExitCode::findings;
}

ExitCode run_repair(const Options& options, const Context& context) {
    if (options.apply && options.dry_run)
        throw UsageError("--apply and --dry-run cannot be used together");
    if (options.allow_drop && options.keep_data)
        throw UsageError("--allow-drop and --keep-data cannot be used together");
    auto settings = settings_of(context.globals, "repair");
    settings.writes = true;
    migrate::Session session(resolve_database(context.globals), settings);
    const migrate::MigrationLock lock(session, make_listener(context));
    session.refresh();
    auto repair = planned(options, context, session);
    prove(repair, options);
    const auto& script = repair.report.script;
    print(context.globals.json() ? script_json(repair.report) : script_text(repair.report));
    if (script.statements.empty() && script.impossible.empty())
        return ExitCode::done;
    if (!options.apply)
        return ExitCode::findings;
    if (repair.report.proven == false && !context.globals.yes)
        warn(context, "the script could not be verified on a copy: see above");
    return carry_out(repair, context, session);
}

} // namespace

void add_repair(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "repair", "Show or run the SQL that removes drift", run_repair, options);
    command
        .add_option("--against", options->against,
                    "the desired schema: a snapshot, 'migrations', a URL or an SQL file")
        ->type_name("SOURCE");
    command.add_flag("--apply", options->apply, "run the statements, then read the schema again");
    command.add_flag("--dry-run", options->dry_run, "only show the statements (the default)");
    command.add_flag("--allow-drop", options->allow_drop, "include statements that lose data");
    command.add_flag("--keep-data", options->keep_data,
                     "leave differences as they are that only a loss of data could remove");
    command.add_flag("--for-upgrade", options->for_upgrade,
                     "keep objects that pending revisions create, if they are identical");
    command.add_flag("--no-proof", options->no_proof,
                     "do not try the statements on a copy of the schema first");
    add_read_options(command, options->drift);
    add_baseline_option(command, options->drift);
    command.footer(
        "\n"
        "Repairs what 'pgmend check' reports, with the same --against and the same [[ignore]] rules. "
        "First, the statements are tested on a throwaway server, on a copy of the schema. --apply uses the "
        "lock timeout and retries of upgrade; with --yes, it does not ask for confirmation. To move the "
        "drift into the migrations instead, use 'pgmend revision --autogenerate'.\n\n"
        "Exit codes: 0 nothing to do, or no difference left; 1 statements shown, or differences left; 4 a "
        "statement failed.\n");
}

} // namespace pgmend::commands
