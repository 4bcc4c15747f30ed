#include "commands/command.hpp"
#include "commands/import_captured.hpp"
#include "commands/import_django.hpp"
#include "commands/import_formats.hpp"
#include "commands/import_server.hpp"
#include "importers/alembic/ask.hpp"
#include "importers/alembic/ini.hpp"
#include "importers/alembic/witness.hpp"

#include <optional>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

namespace alembic = importers::alembic;

struct Options {
    std::string project;
    std::string output;
    std::string alembic = "alembic";
    std::string section = "alembic";
    bool offline = false;
};

/// What the project's database is called; empty where only env.py knows.
std::string database_name(const alembic::Project& project) {
    try {
        const auto url = project.ini.empty() ? std::nullopt : alembic::database_url(project.ini);
        return url ? pg::parse_dsn(*url).get("dbname") : std::string();
    } catch (const UsageError&) {
        return {};
    }
}

/// Starts the server of an import; where there is none, the way without one is told.
void start(std::optional<ImportServer>& server, const alembic::Project& project) {
    try {
        server.emplace(database_name(project));
    } catch (Error& error) {
        throw error.in_context("no server for the import")
            .with_hint("install PostgreSQL's server programs, or import what Alembic prints offline: "
                       "--offline");
    }
}

alembic::Rendering capture(const Options& options, const alembic::Project& project, ImportServer& server) {
    const auto run = [&] {
        return alembic::capture(project, options.alembic, server.dsn(), [&] { server.make_empty(); });
    };
    auto rendering = run();
    server.keep_as_right();
    if (alembic::may_vary(rendering)) {
        alembic::note_moments(rendering, run());
        server.make_empty();
    }
    return rendering;
}

/// Online, with what Alembic prints offline as a second witness; only that where env.py cannot run online.
alembic::Rendering read(const Options& options, const alembic::Project& project,
                        std::optional<ImportServer>& server, const Context& context) {
    if (options.offline)
        return alembic::render(project, options.alembic);
    start(server, project);
    std::optional<alembic::Rendering> offline;
    try {
        offline = alembic::render(project, options.alembic);
    } catch (const UsageError&) { // many an env.py has no offline mode
    }
    try {
        auto captured = capture(options, project, *server);
        return offline ? alembic::with_offline(std::move(captured), *offline) : captured;
    } catch (const UsageError& error) {
        if (!offline)
            throw;
        server.reset();
        warn(context, fmt::format("env.py does not run online ({}); the files have what Alembic prints "
                                  "offline, which may differ",
                                  error.message()));
        return *std::move(offline);
    }
}

void tell_version_table(const alembic::Rendering& rendering, const Context& context) {
    const auto& globals = context.globals;
    if (rendering.version_table.empty() || (rendering.version_table == globals.version_table &&
                                            rendering.version_schema == globals.version_schema))
        return;
    const auto schema = rendering.version_schema.empty()
                            ? std::string()
                            : fmt::format(" and version-schema = \"{}\"", rendering.version_schema);
    warn(context, fmt::format("the project keeps its versions in another table: put version-table = \"{}\"{} "
                              "into pgmend.toml",
                              rendering.version_table, schema));
}

ExitCode run_import(const Options& options, const Context& context) {
    auto project = alembic::find_project(options.project);
    project.section = options.section;
    std::optional<ImportServer> server;
    const auto rendering = read(options, project, server, context);
    const auto code =
        finish_import(rendering, server, {.title = "Alembic", .output = options.output}, context);
    tell_version_table(rendering, context);
    return code;
}

void add_alembic(CLI::App& command, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& from =
        add_command(command, selected, "alembic",
                    "Convert an Alembic project's revisions into pgmend revisions", run_import, options);
    from.add_option("project", options->project, "folder of alembic.ini, or the settings file")
        ->type_name("DIR")
        ->required();
    from.add_option("--output", options->output, "folder for the files (default: the migrations folder)")
        ->type_name("DIR");
    from.add_option("--alembic", options->alembic, "command that runs Alembic in the project")
        ->type_name("COMMAND")
        ->capture_default_str();
    from.add_option("--section", options->section, "section of the settings file, as in Alembic's --name")
        ->capture_default_str();
    from.add_flag("--offline", options->offline, "take what Alembic prints offline; starts no server");
    from.footer(
        "\n"
        "The project's Alembic and env.py run on a throwaway server of this machine, and what each revision "
        "executes is written down; its own database is not touched, and ids are kept. A revision that "
        "fails becomes a skeleton with the reason; one that reads rows gets a TODO comment. At the end, the "
        "files are "
        "run on an empty database and compared with what Alembic has made. Revisions that were imported "
        "before and have not changed are kept; only new ones are added.\n\n"
        "Examples:\n"
        "  pgmend import alembic .\n"
        "  pgmend import alembic ../shop --alembic 'poetry run alembic' --output migrations\n");
}

} // namespace

void add_import(CLI::App& app, Run& selected) {
    auto* command = app.add_subcommand("import", "Import another tool's migrations");
    command->require_subcommand(0, 1);
    add_alembic(*command, selected);
    add_django_import(*command, selected);
    add_format_imports(*command, selected);
}

} // namespace pgmend::commands
