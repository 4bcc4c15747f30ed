#include "commands/autogenerate.hpp"
#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/new_revision.hpp"
#include "commands/origin.hpp"
#include "drift/replay.hpp"
#include "revision/identifier.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string message = "Baseline";
    std::string from;
    bool no_stamp = false;
};

/// What baseline works on: the files, and the schema that exists.
struct Existing {
    std::optional<migrate::Session> session = {}; ///< empty with --from
    drift::SourceContext sources = {};
    drift::Source schema = {};
};

Existing open_existing(const Options& options, const Context& context) {
    if (!options.from.empty()) {
        const auto sources = source_context(options.drift, context);
        return {.session = {}, .sources = sources, .schema = drift::open_source(options.from, sources)};
    }
    auto settings = settings_of(context.globals, "baseline");
    settings.writes = !options.no_stamp;
    Existing existing;
    existing.session.emplace(resolve_database(context.globals), settings);
    existing.sources = source_context(options.drift, context, existing.session->connection());
    existing.schema = drift::live_source(existing.session->dsn(), existing.sources, "pgmend baseline");
    existing.schema.name = "the database";
    return existing;
}

/// `init` writes a revision without statements; a baseline may come after such.
bool makes_something(const revision::Graph& graph) {
    return std::ranges::any_of(graph.revisions(), [](const revision::Revision& revision) {
        return revision.up &&
               !statement::split(revision.up->sql, {.file = revision.path, .line = revision.up->line})
                    .empty();
    });
}

revision::Graph files(const Context& context) {
    if (!std::filesystem::is_directory(context.globals.migrations))
        return revision::Graph(std::vector<revision::Revision>{});
    return load_graph(context);
}

/// What differs from the migrations by now.
ExitCode show_changes(const Options& options, const Context& context, const revision::Graph& graph) {
    auto existing = open_existing(options, context);
    if (existing.session) {
        existing.sources.rows = existing.session->rows();
        if (existing.sources.rows.empty())
            throw UsageError(
                fmt::format("'{}' already has revisions, and none of them is recorded in the database",
                            context.globals.migrations))
                .with_hint(
                    "'pgmend locate' finds the revision of the database; a baseline for it belongs into an "
                    "empty folder (--migrations)");
    }
    const auto migrations = drift::open_source("migrations", existing.sources);
    report::DriftReport report{.expected = migrations.name, .actual = existing.schema.name};
    if (existing.session)
        report.origin = origin_of(existing.session->connection(), context.globals);
    compare_into(report, migrations, existing.schema, options.drift, existing.sources);
    auto ruled = drift::without_accepted(report.diff.findings, load_acceptance(options.drift, context));
    report.diff.findings = std::move(ruled.findings);
    report.accepted = std::move(ruled.accepted);
    const auto code = finish(report, options.drift, context);
    if (code == ExitCode::findings)
        notify(context,
               fmt::format("the migrations have {} already: 'pgmend revision -m MESSAGE --autogenerate' "
                           "writes what has changed to a new one",
                           report::count(graph.size(), "revision")));
    return code;
}

/// Differences of the schema that the file makes, on a server of its own, from the one that exists.
std::vector<schema::Finding> proof(const revision::Graph& graph, const Existing& existing,
                                   const Options& options, const Context& context) {
    drift::Replay replay(graph, existing.sources.settings, existing.sources.options, existing.sources.world);
    const drift::Source made{.model = replay.at(graph.ids(graph.real_heads())), .name = "the migrations"};
    const auto compared = drift::compare(made, existing.schema, existing.sources.options);
    return drift::without_accepted(compared.diff.findings, load_acceptance(options.drift, context)).findings;
}

revision::Revision written(const Options& options, const Context& context, const revision::Graph& graph,
                           const Existing& existing) {
    drift::Replay replay(graph, existing.sources.settings, existing.sources.options, existing.sources.world);
    const drift::Source empty{.model = replay.at(graph.ids(graph.real_heads())), .name = "an empty database"};
    const auto sections = first_revision(empty, existing.schema, options.drift, existing.sources, context);
    if (!sections.differs)
        throw UsageError(fmt::format("{} has no schema to write down", existing.schema.name))
            .with_hint("'pgmend init' starts a project for an empty database");
    if (!sections.incomplete.empty())
        warn(context,
             "no statement can create everything: see the comments 'unsupported' at the end of the file");
    return {.id = revision::new_id(),
            .message = options.message,
            .created = now_utc(),
            .down_revisions = graph.ids(graph.real_heads()),
            .up = revision::Section{.sql = sections.up, .transaction = sections.up_in_transaction}};
}

void show(const revision::Revision& revision, const std::string& path, const Existing& existing,
          const std::vector<schema::Finding>& left, bool is_stamped, const Context& context) {
    if (context.globals.json()) {
        auto differences = nlohmann::ordered_json::array();
        for (const auto& finding : left)
            differences.push_back(report::sentence(finding));
        print(nlohmann::ordered_json{{"revision", revision.id},
                                     {"path", path},
                                     {"objects", existing.schema.model.objects.size()},
                                     {"proven", left.empty()},
                                     {"stamped", is_stamped},
                                     {"differences", std::move(differences)}}
                  .dump(2) +
              "\n");
        return;
    }
    print(path + "\n");
    for (const auto& finding : left)
        print(fmt::format("  {}\n", report::sentence(finding)));
    if (left.empty())
        print(fmt::format("Proven: on an empty server, the revision creates the same {}.\n",
                          report::count(existing.schema.model.objects.size(), "object")));
    else
        print("Not proven: on an empty server, the revision creates another schema, see above.\n");
    if (is_stamped)
        print(fmt::format("The database is recorded to be at {}.\n", revision.id));
}

ExitCode run_baseline(const Options& options, const Context& context) {
    const auto graph = files(context);
    if (makes_something(graph))
        return show_changes(options, context, graph);
    auto existing = open_existing(options, context);
    if (existing.session && !existing.session->rows().empty() &&
        !std::ranges::all_of(existing.session->rows(),
                             [&](const auto& row) { return graph.find(row) != nullptr; }))
        throw UsageError(fmt::format("the version table {} already has the revision {}",
                                     existing.session->version_table().qualified(),
                                     existing.session->rows().front()))
            .with_hint(
                "'pgmend import' takes over the migrations that it belongs to; --version-table names another "
                "table");
    const auto revision = written(options, context, graph, existing);
    std::filesystem::create_directories(context.globals.migrations);
    const auto path = write_revision(revision, context.globals.migrations).string();
    const auto after = load_graph(context);
    std::vector<schema::Finding> left;
    try {
        left = proof(after, existing, options, context);
    } catch (const Error&) {
        warn(context, fmt::format("{} was written, but running it on an empty server has failed", path));
        throw;
    }
    const bool stamps = existing.session && left.empty() && !options.no_stamp;
    if (stamps) {
        const std::vector<std::string> targets{revision.id};
        migrate::stamp(*existing.session, after, targets, false, make_listener(context));
    }
    show(revision, path, existing, left, stamps, context);
    if (left.empty() && !stamps)
        notify(context,
               fmt::format("'pgmend stamp {}' records it in a database that has this schema", revision.id));
    return left.empty() ? ExitCode::done : ExitCode::findings;
}

} // namespace

void add_baseline(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "baseline",
                    "Write the schema of an existing database as the first revision", run_baseline, options);
    command.add_option("-m,--message", options->message, "description of the revision, one line")
        ->capture_default_str();
    command
        .add_option("--from", options->from,
                    "take the schema from an SQL file instead, such as a dump of pg_dump")
        ->type_name("FILE");
    command.add_flag("--no-stamp", options->no_stamp, "do not record the revision in the version table");
    add_read_options(command, options->drift);
    add_baseline_option(command, options->drift);
    command.footer("\n"
                   "The revision is run on a throwaway server, and the result is compared with the database. "
                   "If nothing differs, "
                   "the version table is set to the revision; nothing else in the database is changed. "
                   "[[ignore]] rules apply. "
                   "If there are revisions already, nothing is written, and the command shows what has "
                   "changed since.\n\n"
                   "Exit codes: 0 written and proven, or nothing has changed; 1 not proven, or something has "
                   "changed.\n\n"
                   "Examples:\n"
                   "  pgmend baseline\n"
                   "  pgmend baseline --from dump.sql\n");
}

} // namespace pgmend::commands
