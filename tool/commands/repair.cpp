#include "drift/repair.hpp"

#include "commands/apply.hpp"
#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/new_revision.hpp"
#include "commands/planned_script.hpp"
#include "commands/script_hazards.hpp"
#include "drift/compare.hpp"
#include "drift/live_rows.hpp"
#include "drift/partially_applied.hpp"
#include "drift/replay.hpp"
#include "migrate/lock.hpp"
#include "pg/own_sql.hpp"
#include "report/drift.hpp"
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
    bool unproven = false;
    std::vector<std::string> renames;
    bool for_upgrade = false;
};

/// The database, what it should be, and the way there.
struct Repair {
    drift::SourceContext sources;
    schema::Model live;
    drift::Renamed renamed; ///< what --rename makes of it
    schema::Model target;   ///< what the given statements lead to
    drift::Source desired;  ///< what they would lead to if nothing were withheld
    schema::StatementOptions statement_options;
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

/// Without the differences that only a loss of data could remove.
std::vector<schema::Finding> without_losses(std::vector<schema::Finding> findings, const schema::Model& live,
                                            const schema::Model& wanted,
                                            const std::vector<schema::Finding>& same_meaning,
                                            const schema::StatementOptions& options) {
    for (;;) {
        const auto target = drift::target_of(wanted, live, findings, same_meaning);
        const auto script = schema::statements(live, target, options);
        const auto kept = std::erase_if(findings, [&](const schema::Finding& finding) {
            return std::ranges::any_of(script.statements,
                                       [&](const auto& one) { return is_about(one, finding); });
        });
        if (kept == 0)
            return findings;
    }
}

std::string current_role(migrate::Session& session) {
    return session.connection().run(pg::own("SELECT current_user")).get<std::string>(0, 0);
}

Repair planned(const Options& options, const Context& context, migrate::Session& session) {
    const auto word = against_or_default(options.against);
    auto sources = source_context(options.drift, context, session.connection());
    if (word == "migrations")
        sources.rows = session.rows();
    else if (options.for_upgrade)
        throw UsageError("--for-upgrade requires --against migrations");
    auto live = drift::live_source(session.dsn(), sources, "pgmend repair");
    const auto before = live.model;
    auto renamed = rename_in(live, options.renames, current_role(session), sources.options);
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
    Repair repair{
        .sources = sources,
        .live = before,
        .renamed = std::move(renamed),
        .target = {},
        .desired = wanted,
        .statement_options = {.role = current_role(session), .alike = drift::alike(compared.same_meaning)},
        .report = {}};
    if (options.keep_data)
        findings = without_losses(std::move(findings), live.model, wanted.model, compared.same_meaning,
                                  repair.statement_options);
    repair.desired.model = drift::target_of(wanted.model, live.model, findings, compared.same_meaning);
    auto script =
        plan_script(live.model, repair.desired.model, findings, options.allow_drop, repair.statement_options);
    repair.target = std::move(script.target);
    repair.report = std::move(script.report);
    repair.report.from = "the database";
    repair.report.to = wanted.name;
    put_first(repair.report.script, repair.renamed);
    return repair;
}

/// Tries the statements on a copy, and asks the rows.
void prove(Repair& repair, const Options& options, migrate::Session& session) {
    if (options.no_proof || repair.report.script.statements.empty())
        return;
    const auto proof = drift::prove(repair.live, repair.target, repair.statement_options,
                                    repair.sources.options, repair.renamed);
    repair.report.trial =
        report::TrialReport{.failure = proof.failure, .left = proof.left, .not_seen = proof.not_seen};
    const auto rows = drift::ask_rows(session.connection(),
                                      repair.renamed.statements.empty() ? repair.live : repair.renamed.model,
                                      repair.target, repair.report.script);
    repair.report.rows = rows.obstacles;
    std::ranges::copy(rows.not_asked, std::back_inserter(repair.report.trial->not_seen));
}

/// Throws what the trial on the copy or the rows say against running the statements.
void refuse_what_fails(const report::ScriptReport& report, const Options& options) {
    if (options.unproven)
        return;
    if (report.trial && !report.trial->failure.empty())
        throw Error("the statements fail on a copy of the schema: nothing was run")
            .with_detail(report.trial->failure)
            .with_hint("use --unproven to run them nevertheless");
    if (!report.rows.empty())
        throw Error("the rows of the database prevent a statement: nothing was run")
            .with_detail(fmt::format("{}", fmt::join(report.rows, "\n")))
            .with_hint("change the rows first, or use --unproven to run the statements nevertheless");
}

/// Which statements are committed together, when they are not all.
std::string commits(const std::vector<schema::DdlStatement>& statements) {
    const auto groups = drift::transactions(statements);
    if (groups.size() < 2)
        return {};
    std::string list;
    std::size_t number = 1;
    for (const auto& group : groups) {
        list += list.empty() ? "" : ", ";
        list += group.size() == 1 ? fmt::format("{}", number)
                                  : fmt::format("{}-{}", number, number + group.size() - 1);
        number += group.size();
    }
    return fmt::format("the statements are committed in {} steps: {}", groups.size(), list);
}

/// Runs the statements, then looks again: the exit code says whether anything is left.
ExitCode carry_out(const Repair& repair, const Context& context, migrate::Session& session) {
    const auto& statements = repair.report.script.statements;
    const auto what = report::count(statements.size(), "statement");
    if (const auto steps = commits(statements); !steps.empty())
        notify(context, steps);
    if (!statements.empty() &&
        !confirm(context, fmt::format("Run {} on the database {}?", what, session.connection().database())))
        return ExitCode::findings;
    drift::apply(session, statements, make_listener(context));
    const auto& sources = repair.sources;
    const auto live = drift::live_source(session.dsn(), sources, "pgmend repair");
    const auto left = drift::compare(repair.desired, live, sources.options).diff.findings;
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
    prove(repair, options, session);
    add_hazards(repair.report, &session);
    const auto& report = repair.report;
    show_script(report, context);
    if (report.script.statements.empty())
        return report.withheld.empty() && report.script.impossible.empty() ? ExitCode::done
               : report.script.impossible.empty()                          ? ExitCode::findings
                                                                           : ExitCode::failed;
    if (!options.apply)
        return ExitCode::findings;
    refuse_what_fails(report, options);
    if (report.trial && !report.trial->is_whole())
        warn(context, "the script could not be fully verified on a copy: see above");
    return carry_out(repair, context, session);
}

ExitCode run_apply(const Options& given, const Context& context) {
    auto options = given;
    options.apply = !given.dry_run;
    return run_repair(options, context);
}

void add_statement_options(CLI::App& command, const std::shared_ptr<Options>& options) {
    command.add_flag("--allow-drop", options->allow_drop, "include statements that lose data");
    command
        .add_option("--rename", options->renames,
                    "an object was renamed, keep its data: public.customer.fullnam=fullname")
        ->type_name("OLD=NEW");
    command.add_flag("--no-proof", options->no_proof,
                     "do not try the statements on a copy of the schema first");
    command.add_flag("--unproven", options->unproven,
                     "run the statements even if they fail on the copy, or rows prevent them");
}

} // namespace

void add_apply(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    options->against = "schema";
    auto& command =
        add_command(app, selected, "apply", "Change the database into the schema that SQL files describe",
                    run_apply, options);
    command.add_option("source", options->against, "a folder of SQL files, an SQL file, a snapshot, a URL")
        ->type_name("SOURCE")
        ->capture_default_str();
    command.add_flag("--dry-run", options->dry_run, "only show the statements");
    add_statement_options(command, options);
    add_read_options(command, options->drift);
    command.footer(
        "\n"
        "For databases whose schema is kept as files instead of migrations. The same as 'pgmend repair "
        "--against SOURCE --apply': the statements are shown, tried on an empty copy, and run after a "
        "question. "
        "The files may be in any order.\n\n"
        "Exit codes: those of repair.\n");
}

void add_repair(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "repair", "Show or run the SQL that removes drift", run_repair, options);
    command
        .add_option(
            "--against", options->against,
            "the desired schema: a snapshot, 'migrations', a URL, an SQL file, or a folder of SQL files")
        ->type_name("SOURCE");
    command.add_flag("--apply", options->apply, "run the statements, then read the schema again");
    command.add_flag("--dry-run", options->dry_run, "only show the statements (the default)");
    command.add_flag("--for-upgrade", options->for_upgrade,
                     "keep objects that pending revisions create, if they are identical");
    add_statement_options(command, options);
    command.add_flag("--keep-data", options->keep_data,
                     "keep differences that cannot be removed without losing data");
    add_read_options(command, options->drift);
    add_baseline_option(command, options->drift);
    command.footer(
        "\n"
        "Drift is what 'pgmend check' reports, with the same --against and [[ignore]] rules. The schema is "
        "rebuilt on a throwaway server without its rows, and the statements are tried there before they are "
        "called proven; conditions on rows are checked in the database. --apply refuses statements that fail "
        "in this trial. The lock timeout and retries are those of upgrade; --yes runs without asking. To "
        "move "
        "the drift into the migrations instead, use 'pgmend revision -m MESSAGE --autogenerate'.\n\n"
        "Exit codes: 0 nothing to do, or no difference left; 1 statements shown, or differences left; 4 a "
        "statement failed or would fail, or no statement exists for what differs.\n");
}

} // namespace pgmend::commands
