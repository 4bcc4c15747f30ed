#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/planned_script.hpp"
#include "commands/script_hazards.hpp"
#include "drift/compare.hpp"
#include "drift/repair.hpp"
#include "report/script.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string from;
    std::string to;
    std::string against;
    bool sql = false;
    bool allow_drop = false;
    std::vector<std::string> renames;
};

/// The role that connects to a database, which will run the script; empty for files.
std::string role_of(const std::string& word, const drift::Source& source) {
    const bool is_database = !std::filesystem::is_directory(word) && word != "migrations" &&
                             !word.ends_with(".json") && !word.ends_with(".sql");
    return is_database ? source.connect()->run("SELECT current_user").get<std::string>(0, 0) : std::string();
}

/// The statements instead of the report; 1 = they are all there, 4 = something is withheld or cannot be said.
ExitCode show_statements(const Options& options, const std::string& role, const drift::Source& from,
                         const drift::Source& to, const drift::Compared& compared,
                         const drift::Renamed& renamed, const Context& context) {
    auto report = plan_script(from.model, to.model, compared.diff.findings, options.allow_drop,
                              {.role = role.empty() ? schema::only_owner(from.model, to.model) : role,
                               .alike = drift::alike(compared.same_meaning)})
                      .report;
    report.from = from.name;
    report.to = to.name;
    put_first(report.script, renamed);
    add_hazards(report, nullptr);
    print(context.globals.json() ? script_json(report) : script_text(report));
    if (report.script.statements.empty() && is_complete(report))
        return ExitCode::done;
    return is_complete(report) ? ExitCode::findings : ExitCode::failed;
}

/// The database with the desired schema: the statements change the former into the latter.
ExitCode against_database(const Options& options, const drift::SourceContext& sources,
                          const Context& context) {
    if (!options.from.empty())
        throw UsageError("--against takes the place of the two schemas");
    const auto dsn = resolve_database(context.globals);
    const auto desired = drift::open_source(options.against, sources);
    auto live = drift::live_source(dsn, sources, "pgmend diff");
    if (!options.sql) {
        report::DriftReport report{.expected = desired.name, .actual = live.name};
        compare_into(report, desired, live, options.drift, sources);
        return finish(report, options.drift, context);
    }
    const auto role = live.connect()->run("SELECT current_user").get<std::string>(0, 0);
    const auto renamed = rename_in(live, options.renames, role, sources.options);
    const auto compared = drift::compare(desired, live, sources.options);
    auto target = desired;
    target.model = drift::target_of(desired.model, live.model, compared.diff.findings, compared.same_meaning);
    return show_statements(options, role, live, target, compared, renamed, context);
}

ExitCode run_diff(const Options& options, const Context& context) {
    const auto sources = source_context(options.drift, context);
    if (!options.against.empty())
        return against_database(options, sources, context);
    if (options.from.empty() || options.to.empty())
        throw UsageError("two schemas are needed, or --against").with_hint("see 'pgmend diff --help'");
    auto expected = drift::open_source(options.from, sources);
    const auto actual = drift::open_source(options.to, sources);
    if (options.sql) {
        const auto role = role_of(options.from, expected);
        const auto renamed = rename_in(expected, options.renames, role, sources.options);
        const auto compared = drift::compare(actual, expected, sources.options);
        auto target = actual;
        target.model =
            drift::target_of(actual.model, expected.model, compared.diff.findings, compared.same_meaning);
        return show_statements(options, role, expected, target, compared, renamed, context);
    }
    report::DriftReport report{.expected = expected.name, .actual = actual.name};
    compare_into(report, expected, actual, options.drift, sources);
    return finish(report, options.drift, context);
}

} // namespace

void add_diff(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "diff", "Compare two schemas", run_diff, options);
    const auto* what =
        "a database URL, a snapshot (.json), an SQL file (.sql), a folder of SQL files, or 'migrations'";
    command.add_option("from", options->from, what)->type_name("SOURCE");
    command.add_option("to", options->to, what)->type_name("SOURCE");
    command.add_option("--against", options->against, "compare the database with this schema")
        ->type_name("SOURCE");
    command.add_flag("--sql", options->sql, "print the statements that change the first into the second");
    command.add_flag("--allow-drop", options->allow_drop,
                     "with --sql: include statements that lose data (default: as comments)");
    command
        .add_option("--rename", options->renames,
                    "with --sql: an object that has only another name: public.customer.fullnam=fullname")
        ->type_name("OLD=NEW");
    add_read_options(command, options->drift);
    add_report_options(command, options->drift);
    command.footer(
        "\n"
        "The script of --sql is for psql. Comments show the locks of each statement and which data it loses. "
        "Views and functions that depend on a changed object are dropped and created again.\n\n"
        "Exit codes: 0 identical, 1 different, 4 undetermined; with --sql also 4 if the script is not "
        "complete.\n\n"
        "Example:\n"
        "  pgmend diff URL migrations --sql\n"
        "  pgmend diff URL#tenant1 URL#tenant2\n");
}

} // namespace pgmend::commands
