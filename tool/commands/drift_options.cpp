#include "commands/drift_options.hpp"

#include "base/file.hpp"
#include "base/nearest.hpp"
#include "commands/config_file.hpp"
#include "commands/new_revision.hpp"
#include "commands/replay_settings.hpp"
#include "drift/file_names.hpp"
#include "pg/own_sql.hpp"
#include "revision/directory.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <optional>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace pgmend::commands {
namespace {

std::string text_of(const toml::table& table, const char* key, const std::string& preset) {
    return table[key].value_or(preset);
}

/// Keys and types were checked when the file was read (settings_check.hpp).
drift::Rule rule_of(const toml::table& table, const std::string& file) {
    drift::Rule rule{.kind = text_of(table, "kind", "*"),
                     .object = text_of(table, "object", "*"),
                     .attribute = text_of(table, "attribute", "*"),
                     .reason = text_of(table, "reason", ""),
                     .until = text_of(table, "until", ""),
                     .location = {.file = file, .line = static_cast<int>(table.source().begin.line)}};
    if (const auto date = table["until"].value<toml::date>())
        rule.until = fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
    return rule;
}

std::string shown(const report::DriftReport& report, const Globals& globals) {
    switch (globals.format) {
    case report::Format::json:
        return report::drift_json(report);
    case report::Format::sarif:
        return report::drift_sarif(report);
    case report::Format::junit:
        return report::drift_junit(report);
    case report::Format::github:
        return report::drift_github(report);
    case report::Format::markdown:
        return report::drift_markdown(report);
    case report::Format::html:
        return report::drift_html(report);
    default:
        return report::drift_text(report, globals.out());
    }
}

std::vector<drift::Rule> load_rules(const Context& context) {
    std::vector<drift::Rule> rules;
    if (context.globals.config_file.empty())
        return rules;
    const auto table = toml::parse_file(context.globals.config_file);
    const auto* list = table["ignore"].as_array();
    if (list == nullptr)
        return rules;
    for (const auto& entry : *list)
        if (const auto* one = entry.as_table())
            rules.push_back(rule_of(*one, context.globals.config_file));
    return rules;
}

bool has_schema(const schema::Model& model, const std::string& name) {
    return std::ranges::any_of(model.objects, [&](const schema::Object& object) {
        return object.id.schema == name || (object.id.kind == schema::Kind::schema && object.id.name == name);
    });
}

/// The schemas of a tenant: where it creates, and where the migrations create by name.
std::vector<std::string> schemas_of(const drift::World& world, const Globals& globals) {
    std::set<std::string> schemas{world.home};
    if (std::filesystem::is_directory(globals.migrations)) {
        const auto names = drift::names_in(revision::Graph(revision::load(globals.migrations).revisions));
        schemas.insert(names.made_schemas.begin(), names.made_schemas.end());
        schemas.insert(names.written_schemas.begin(), names.written_schemas.end());
    }
    return {schemas.begin(), schemas.end()};
}

drift::SourceContext in_world(drift::World world, const DriftOptions& options, const Context& context) {
    auto sources = base_context(options, context);
    const auto replay = replay_settings(context.globals.config_file);
    world.prelude = replay.prelude;
    world.prelude_file = replay.prelude_file;
    world.settings = replay.settings;
    world.scratch = options.scratch.empty() ? replay.scratch : options.scratch;
    if (options.schemas.empty() && !world.home.empty() && world.home != "public")
        sources.options.schemas = schemas_of(world, context.globals);
    sources.world = std::move(world);
    return sources;
}

/// The world of the database that the settings name; the preset where they name none.
drift::World known_world(const Context& context) {
    const auto dsn = named_database(context.globals);
    if (!dsn)
        return {};
    const auto settings = settings_of(context.globals, "replay");
    auto quick = *dsn;
    quick.parameters.emplace("connect_timeout", "3");
    try {
        auto connection = pg::Connection::open(
            quick, {.application_name = "pgmend replay", .retry_for = std::chrono::milliseconds(0)});
        return drift::world_of(connection, settings);
    } catch (const Error& error) {
        if (error.code() != ExitCode::no_connection)
            throw;
        notify(context, fmt::format("the database {} could not be reached: replaying with what its URL says",
                                    dsn->describe()));
        return drift::world_of(*dsn, settings);
    }
}

schema::Severity severity_named(const std::string& name) {
    using enum schema::Severity;
    for (const auto severity : {cosmetic, performance, behaviour, breaking})
        if (to_string(severity) == name)
            return severity;
    return cosmetic;
}

} // namespace

void add_read_options(CLI::App& command, DriftOptions& options) {
    command
        .add_option("--schema", options.schemas,
                    "only these schemas (default: all except the system schemas)")
        ->take_all();
    command
        .add_option("--include", options.include,
                    "cluster: include roles, memberships and settings of the database")
        ->check(CLI::IsMember({"cluster"}));
    command.add_flag("--no-comments", options.no_comments, "ignore comments");
    command.add_flag("--no-privileges", options.no_privileges, "ignore owners, grants and other privileges");
    add_scratch(command, options);
}

void add_scratch(CLI::App& command, DriftOptions& options) {
    command
        .add_option("--scratch", options.scratch,
                    "replay in a new database on this server instead of a throwaway server")
        ->type_name("URL");
}

void add_report_options(CLI::App& command, DriftOptions& options) {
    command.add_flag("--column-order", options.column_order, "also report the order of columns");
    command
        .add_option("--fail-on", options.fail_on,
                    "lowest severity that counts: cosmetic, performance, behaviour or breaking")
        ->check(CLI::IsMember({"cosmetic", "performance", "behaviour", "breaking"}))
        ->capture_default_str();
}

void add_baseline_option(CLI::App& command, DriftOptions& options) {
    command.add_option("--baseline", options.baseline, "accept the differences listed in FILE")
        ->type_name("FILE");
}

drift::SourceContext base_context(const DriftOptions& options, const Context& context) {
    const auto& globals = context.globals;
    catalog::ReadOptions read{.schemas = options.schemas};
    read.excluded_tables = {{.schema = globals.version_schema, .name = globals.version_table}};
    read.comments = !options.no_comments;
    read.privileges = !options.no_privileges;
    read.cluster = std::ranges::find(options.include, "cluster") != options.include.end();
    read.lock_timeout = globals.lock_timeout;
    read.statement_timeout = globals.statement_timeout;
    return {.settings = settings_of(globals, "replay"),
            .options = std::move(read),
            .load_graph = [context] { return load_graph(context); },
            .rows = {},
            .warn = [context](const std::string& text) { warn(context, text); }};
}

drift::SourceContext source_context(const DriftOptions& options, const Context& context,
                                    pg::Connection& connection) {
    const auto settings = settings_of(context.globals, "replay");
    return in_world(drift::world_of(connection, settings), options, context);
}

drift::SourceContext reading_context(const DriftOptions& options, const Context& context,
                                     pg::Connection& connection) {
    const auto home =
        connection.run(pg::own("SELECT pg_catalog.current_schema()")).get<std::optional<std::string>>(0, 0);
    return home && *home != "public" ? source_context(options, context, connection)
                                     : in_world({}, options, context);
}

drift::SourceContext source_context(const DriftOptions& options, const Context& context, const pg::Dsn& dsn) {
    auto connection = pg::Connection::open(dsn, {.application_name = "pgmend replay"});
    return source_context(options, context, connection);
}

drift::SourceContext source_context(const DriftOptions& options, const Context& context) {
    return in_world(known_world(context), options, context);
}

std::string against_or_default(const std::string& given, const std::string& checks) {
    if (!given.empty())
        return given;
    const auto snapshot = (std::filesystem::path(checks) / "schema.json").string();
    return std::filesystem::exists(snapshot) ? snapshot : "migrations";
}

drift::Acceptance load_acceptance(const DriftOptions& options, const Context& context) {
    drift::Acceptance acceptance{.rules = load_rules(context), .today = now_utc().substr(0, 10)};
    if (!options.baseline.empty())
        acceptance.baseline = drift::parse_baseline(read_file(options.baseline), options.baseline);
    return acceptance;
}

void require_schemas(const DriftOptions& options, const std::vector<const schema::Model*>& models,
                     pg::Connection& connection) {
    for (const auto& name : options.schemas) {
        if (std::ranges::any_of(models, [&](const schema::Model* model) { return has_schema(*model, name); }))
            continue;
        std::vector<std::string> known;
        const auto rows =
            connection.run(pg::own("SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_'"));
        for (std::size_t i = 0; i < rows.rows(); ++i)
            known.push_back(rows.get<std::string>(i, 0));
        throw UsageError(
            fmt::format("the schema '{}' does not exist on either side{}", name, did_you_mean(name, known)));
    }
}

void compare_into(report::DriftReport& report, const drift::Source& expected, const drift::Source& actual,
                  const DriftOptions& options, const drift::SourceContext& context) {
    if (!options.schemas.empty())
        if (const auto& connect = actual.connect ? actual.connect : expected.connect)
            require_schemas(options, {&expected.model, &actual.model}, *connect());
    auto compared =
        drift::compare(expected, actual, context.options, {.informational = options.column_order});
    report.diff = std::move(compared.diff);
    for (const auto& undecided : report.diff.undecided)
        report.could_not_tell.push_back(
            fmt::format("{} {} could not be read", display(undecided.object), undecided.attribute));
    for (const auto& finding : compared.same_meaning)
        report.same_meaning.push_back(fmt::format("{} {}: {}", to_string(finding.object.kind),
                                                  display(finding.object), finding.attribute));
    if (!compared.not_looked_at.empty())
        report.warnings.push_back(std::move(compared.not_looked_at));
}

ExitCode finish(const report::DriftReport& report, const DriftOptions& options, const Context& context) {
    for (const auto& warning : report.warnings)
        warn(context, warning);
    print(shown(report, context.globals));
    if (!report.could_not_tell.empty())
        return ExitCode::failed;
    const auto min_severity = severity_named(options.fail_on);
    const bool drift = std::ranges::any_of(report.diff.findings, [&](const schema::Finding& finding) {
        return finding.severity >= min_severity;
    });
    const bool failed = std::ranges::any_of(report.checks, [](const report::CheckResult& result) {
        return result.status == report::CheckResult::Status::fail && result.severity == "error";
    });
    return drift || failed ? ExitCode::findings : ExitCode::done;
}

} // namespace pgmend::commands
