#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/planned_script.hpp"
#include "commands/script_hazards.hpp"
#include "drift/compare.hpp"
#include "drift/repair.hpp"
#include "pg/own_sql.hpp"
#include "report/script.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string from;
    std::string to;
    std::string against;
    std::vector<std::string> map_schemas;
    bool sql = false;
    bool allow_drop = false;
    std::vector<std::string> renames;
};

/// A word of the command line: a source, and the one schema of it that is meant.
struct Side {
    std::string word;
    std::string schema; ///< empty = all
};

/// "URL#schema" names one schema of a database.
Side side_of(const std::string& word) {
    const auto at = word.rfind('#');
    if (at == std::string::npos || !drift::is_live(word) ||
        word.find_first_of("/@?=& '", at) != std::string::npos)
        return {.word = word, .schema = {}};
    return {.word = word.substr(0, at), .schema = word.substr(at + 1)};
}

bool is_replayed(const std::string& word) {
    return !drift::is_live(word) && !word.ends_with(".json");
}

void require_schema(const schema::Model& model, const std::string& name, const std::string& source) {
    if (model.find(
            {.kind = schema::Kind::schema, .schema = {}, .parent = {}, .name = name, .signature = {}}) ==
        nullptr)
        throw UsageError(fmt::format("schema '{}' does not exist in {}", name, source));
}

drift::Source open(const Side& side, const Options& options, const Context& context,
                   const drift::SourceContext& replays) {
    if (!drift::is_live(side.word))
        return drift::open_source(side.word, replays);
    drift::refuse_non_databases(side.word);
    const auto dsn = pg::parse_dsn(side.word);
    const auto connection =
        std::make_shared<pg::Connection>(pg::Connection::open(dsn, {.application_name = "pgmend diff"}));
    auto sources = reading_context(options.drift, context, *connection);
    if (!side.schema.empty())
        sources.options.schemas = {side.schema};
    auto source = drift::live_source(dsn, sources, "pgmend diff", connection);
    if (!side.schema.empty())
        require_schema(source.model, side.schema, source.name);
    return source;
}

/// Replays take place in the world of the database on the other side, if there is one.
drift::SourceContext replay_context(const Side& from, const Side& to, const Options& options,
                                    const Context& context) {
    for (const auto* side : {&from, &to})
        if (drift::is_live(side->word))
            return source_context(options.drift, context, pg::parse_dsn(side->word));
    return source_context(options.drift, context);
}

/// The names that schemas of the second side have in the first.
std::vector<std::pair<std::string, std::string>> schema_map(const Side& from, const Side& to,
                                                            const Options& options) {
    std::vector<std::pair<std::string, std::string>> map;
    if (!from.schema.empty() && !to.schema.empty() && from.schema != to.schema)
        map.emplace_back(from.schema, to.schema);
    for (const auto& text : options.map_schemas) {
        const auto equals = text.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == text.size())
            throw UsageError(fmt::format("invalid value '{}' for --map-schema", text))
                .with_hint("give the name in the first source and that in the second: s1=s2");
        map.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return map;
}

/// The role that connects to a database, which will run the script; empty for files.
std::string role_of(const std::string& word, const drift::Source& source) {
    return drift::is_live(word) ? source.connect()->run(pg::own("SELECT current_user")).get<std::string>(0, 0)
                                : std::string();
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
    show_script(report, context);
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
    const auto role = live.connect()->run(pg::own("SELECT current_user")).get<std::string>(0, 0);
    const auto renamed = rename_in(live, options.renames, role, sources.options);
    const auto compared = drift::compare(desired, live, sources.options);
    auto target = desired;
    target.model = drift::target_of(desired.model, live.model, compared.diff.findings, compared.same_meaning);
    return show_statements(options, role, live, target, compared, renamed, context);
}

ExitCode run_diff(const Options& options, const Context& context) {
    if (!options.against.empty())
        return against_database(
            options, source_context(options.drift, context, resolve_database(context.globals)), context);
    if (options.from.empty() || options.to.empty())
        throw UsageError("two schemas are needed, or --against").with_hint("see 'pgmend diff --help'");
    const auto from = side_of(options.from);
    const auto to = side_of(options.to);
    const bool replays = is_replayed(from.word) || is_replayed(to.word);
    const auto sources =
        replays ? replay_context(from, to, options, context) : base_context(options.drift, context);
    auto expected = open(from, options, context, sources);
    auto actual = open(to, options, context, sources);
    for (const auto& [name, other] : schema_map(from, to, options)) {
        require_schema(expected.model, name, expected.name);
        require_schema(actual.model, other, actual.name);
        actual.model = schema::moved(std::move(actual.model), other, name);
    }
    if (options.sql) {
        const auto role = role_of(from.word, expected);
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
    const auto* what = "a database URL (URL#SCHEMA: one schema of it), a snapshot (.json), an SQL file "
                       "(.sql), a folder of SQL files, or 'migrations'";
    command.add_option("from", options->from, what)->type_name("SOURCE");
    command.add_option("to", options->to, what)->type_name("SOURCE");
    command.add_option("--against", options->against, "compare the database with this schema")
        ->type_name("SOURCE");
    command
        .add_option("--map-schema", options->map_schemas,
                    "compare schema A of the first source with schema B of the second")
        ->type_name("A=B")
        ->take_all();
    command.add_flag("--sql", options->sql, "print the statements that change the first into the second");
    command.add_flag("--allow-drop", options->allow_drop,
                     "with --sql: include statements that lose data (default: as comments)");
    command
        .add_option("--rename", options->renames,
                    "with --sql: an object was renamed, keep its data: public.customer.fullnam=fullname")
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
