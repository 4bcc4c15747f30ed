#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/output.hpp"
#include "drift/compare.hpp"
#include "drift/repair.hpp"
#include "report/script.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string from;
    std::string to;
    bool sql = false;
    bool allow_drop = false;
};

/// The statements instead of the report; 1 = they are all there, 4 = something is withheld or cannot be said.
ExitCode show_statements(const Options& options, const drift::Source& from, const drift::Source& to,
                         const Context& context) {
    report::ScriptReport report{.from = from.name,
                                .to = to.name,
                                .allow_drop = options.allow_drop,
                                .role = schema::only_owner(from.model, to.model)};
    report.script = schema::statements(from.model, to.model, {.role = report.role});
    if (context.globals.json())
        print(script_json(report));
    else
        print_exact(script_text(report));
    if (report.script.statements.empty() && report.script.impossible.empty())
        return ExitCode::done;
    return is_complete(report) ? ExitCode::findings : ExitCode::failed;
}

ExitCode run_diff(const Options& options, const Context& context) {
    const auto sources = source_context(options.drift, context);
    const auto expected = drift::open_source(options.from, sources);
    const auto actual = drift::open_source(options.to, sources);
    if (options.sql) {
        const auto compared = drift::compare(actual, expected, sources.options);
        auto target = actual;
        target.model = drift::target_of(actual.model, expected.model, compared.diff.findings);
        return show_statements(options, expected, target, context);
    }
    report::DriftReport report{.expected = expected.name, .actual = actual.name};
    compare_into(report, expected, actual, options.drift, sources);
    return finish(report, options.drift, context);
}

} // namespace

void add_diff(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "diff", "Compare two schemas", run_diff, options);
    const auto* what = "a database URL, a snapshot (.json), an SQL file (.sql), or 'migrations'";
    command.add_option("from", options->from, what)->type_name("SOURCE")->required();
    command.add_option("to", options->to, what)->type_name("SOURCE")->required();
    command.add_flag("--sql", options->sql, "print the statements that change the first into the second");
    command.add_flag("--allow-drop", options->allow_drop,
                     "with --sql: include statements that lose data (default: as comments)");
    add_read_options(command, options->drift);
    add_report_options(command, options->drift);
    command.footer(
        "\n"
        "The script of --sql is for psql. Comments name the locks and the data loss of each statement. "
        "Dependent views and functions are dropped and created again.\n\n"
        "Exit codes: 0 identical, 1 different, 4 undetermined; with --sql also 4 when the script is not "
        "complete.\n\n"
        "Example:\n"
        "  pgmend diff URL migrations --sql\n");
}

} // namespace pgmend::commands
