#include "drift/repair.hpp"
#include "drift/compare.hpp"
#include "drift/partially_applied.hpp"

#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/new_revision.hpp"
#include "commands/output.hpp"
#include "migrate/lock.hpp"
#include "pg/own_sql.hpp"
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
    bool no_proof = false;
    bool for_upgrade = false;
};

/// The database, what it should be, and the way there.
struct Repair {
    schema::Model live, target;
    report::ScriptReport report;
};

/// What revisions still to come make and the database has already is to stay, in the form that they give it.
void expect_what_is_ahead(drift::Source& wanted, const drift::Source& live,
                          const drift::SourceContext& sources) {
    const auto graph = sources.load_graph();
    drift::Replay replay(graph, sources.settings, sources.options);
    const auto states = replay.states();
    const auto here = std::ranges::find_if(states, [&](const drift::Replay::RevisionState& state) {
        return std::ranges::is_permutation(state.rows, sources.rows);
    });
    if (here == states.end())
        throw Error("the version table is at revisions that no upgrade from base passes through")
            .with_hint("'pgmend locate' shows the actual revision");
    const auto index = static_cast<std::size_t>(here - states.begin());
    const auto diff = drift::compare({.model = here->model, .name = wanted.name}, live, sources.options).diff;
    wanted.model = drift::with_partially_applied(
        states, index, drift::find_partially_applied(diff, live.model, states, index));
}

Repair planned(const Options& options, const Context& context, migrate::Session& session) {
    auto sources = source_context(options.drift, context);
    const auto word = against_or_default(options.against);
    if (word == "migrations")
        sources.rows = session.rows();
    else if (options.for_upgrade)
        throw UsageError("--for-upgrade requires --against migrations");
    const auto live = drift::live_source(session.dsn(), sources, "pgmend repair");
    Repair repair{.live = live.model, .target = {}, .report = {}};
    auto wanted = drift::open_source(word, sources);
    if (options.for_upgrade)
        expect_what_is_ahead(wanted, live, sources);
    const auto compared = drift::compare(wanted, live, sources.options);
    const auto& diff = compared.diff;
    if (!compared.not_looked_at.empty())
        warn(context, compared.not_looked_at);
    const auto ruled = drift::apply_rules(diff.findings, load_rules(context), now_utc().substr(0, 10));
    for (const auto& undecided : diff.undecided)
        warn(context, fmt::format("{} {} could not be read and is left unchanged", display(undecided.object),
                                  undecided.attribute));
    repair.target = drift::target_of(wanted.model, repair.live, ruled.findings);
    repair.report = {.from = "the database",
                     .to = wanted.name,
                     .allow_drop = options.allow_drop,
                     .role = session.connection().run(pg::own("SELECT current_user")).get<std::string>(0, 0)};
    repair.report.script = schema::statements(repair.live, repair.target, {.role = repair.report.role});
    return repair;
}

void prove(Repair& repair, const Options& options, const Context& context) {
    if (options.no_proof || repair.report.script.statements.empty())
        return;
    const auto proof = drift::prove(repair.live, repair.target, repair.report.script,
                                    source_context(options.drift, context).options);
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
ExitCode carry_out(const Repair& repair, const Options& options, const Context& context,
                   migrate::Session& session) {
    const auto statements = given(repair);
    const auto what = report::count(statements.size(), "statement");
    if (!statements.empty() &&
        !confirm(context, fmt::format("Run {} on the database {}?", what, session.connection().database())))
        return ExitCode::findings;
    drift::apply(session, statements, make_listener(context));
    const auto sources = source_context(options.drift, context);
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
    auto settings = settings_of(context.globals, "repair");
    settings.writes = true;
    migrate::Session session(resolve_database(context.globals), settings);
    const migrate::MigrationLock lock(session, make_listener(context));
    session.refresh();
    auto repair = planned(options, context, session);
    prove(repair, options, context);
    const auto& script = repair.report.script;
    if (context.globals.json())
        print(script_json(repair.report));
    else
        print_exact(script_text(repair.report));
    if (script.statements.empty() && script.impossible.empty())
        return ExitCode::done;
    if (!options.apply)
        return ExitCode::findings;
    if (repair.report.proven == false && !context.globals.yes)
        warn(context, "the script could not be verified on a copy: see above");
    return carry_out(repair, options, context, session);
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
    command.add_flag("--for-upgrade", options->for_upgrade,
                     "keep objects that pending revisions create, if they are identical");
    command.add_flag("--no-proof", options->no_proof,
                     "do not try the statements on a copy of the schema first");
    add_read_options(command, options->drift);
    command.footer(
        "\n"
        "Drift is what 'pgmend check' reports, with the same --against and [[ignore]] rules. The schema is "
        "rebuilt on a throwaway server, and the statements are tried there before they are called proven. "
        "With --apply, the lock timeout and retries are those of upgrade; --yes runs without asking. To move "
        "the drift into the migrations instead, use 'pgmend revision --autogenerate'.\n\n"
        "Exit codes: 0 nothing to do, or no difference left; 1 statements shown, or differences left; 4 a "
        "statement failed.\n");
}

} // namespace pgmend::commands
