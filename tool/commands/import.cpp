#include "foreign/alembic/convert.hpp"
#include "commands/command.hpp"
#include "commands/new_revision.hpp"
#include "revision/directory.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

struct Options {
    std::string project;
    std::string output;
    std::string alembic = "alembic";
    std::string section = "alembic";
    bool keep_going = false;
};

/// Refuses ids that are there already and, if nothing is left out, revisions that do not hang together.
void check_graph(const foreign::Conversion& imported, const fs::path& folder) {
    auto all = fs::exists(folder) ? revision::load(folder).revisions : std::vector<revision::Revision>();
    for (const auto& there : all)
        for (const auto& revision : imported.revisions)
            if (there.id == revision.id)
                throw UsageError(fmt::format("revision {} is there already", there.id))
                    .at({.file = there.path, .line = there.line})
                    .with_hint("import into another folder: --output DIR");
    all.insert(all.end(), imported.revisions.begin(), imported.revisions.end());
    if (imported.failures.empty())
        const revision::Graph checked(std::move(all));
}

std::string text_of(const foreign::Failure& failure) {
    return fmt::format("{}: revision {}: {}\n", to_string(failure.location), failure.revision,
                       failure.reason);
}

ordered_json json_of(const foreign::Conversion& imported, const std::vector<fs::path>& paths) {
    ordered_json document{{"imported", ordered_json::array()}, {"failed", ordered_json::array()}};
    for (std::size_t i = 0; i < paths.size(); ++i)
        document["imported"].push_back({{"revision", imported.revisions[i].id}, {"path", paths[i].string()}});
    for (const auto& failure : imported.failures)
        document["failed"].push_back({{"revision", failure.revision},
                                      {"file", failure.location.file},
                                      {"line", failure.location.line},
                                      {"reason", failure.reason}});
    return document;
}

void show(const foreign::Conversion& imported, const std::vector<fs::path>& paths, const Context& context) {
    if (context.globals.json())
        return print(json_of(imported, paths).dump(2) + "\n");
    for (const auto& path : paths)
        print(path.string() + "\n");
    for (const auto& failure : imported.failures)
        print(text_of(failure));
}

void tell_remedy(std::size_t written, const Context& context) {
    if (written > 0)
        say(context, "These revisions were left out: write their files by hand before the next command");
    else
        say(context,
            "Nothing has been written. Change those revisions so that 'alembic upgrade --sql' can show what "
            "they do, or leave them out with --keep-going and write their files by hand");
}

ExitCode run_import(const Options& options, const Context& context) {
    auto project = foreign::alembic::find_project(options.project);
    project.section = options.section;
    const auto rendering = foreign::alembic::render(project, options.alembic);
    for (const auto& warning : rendering.warnings)
        warn(context, warning);
    const auto imported = foreign::alembic::convert(rendering);
    const fs::path folder = options.output.empty() ? context.globals.migrations : options.output;
    check_graph(imported, folder);
    std::vector<fs::path> paths;
    if (imported.failures.empty() || options.keep_going)
        paths = write_revisions(imported.revisions, folder);
    show(imported, paths, context);
    if (imported.failures.empty()) {
        say(context,
            fmt::format("{} revisions imported; 'pgmend plan' shows what they would do", paths.size()));
        return ExitCode::done;
    }
    tell_remedy(paths.size(), context);
    return ExitCode::findings;
}

} // namespace

void add_import(CLI::App& app, Run& chosen) {
    auto* command = app.add_subcommand("import", "Bring another tool's revisions over");
    command->require_subcommand(1);
    auto options = std::make_shared<Options>();
    auto& from =
        declare(*command, chosen, "alembic",
                "Turn an Alembic project's revisions into files of ours, ids kept", run_import, options);
    from.add_option("project", options->project, "the folder of alembic.ini, or the settings file")
        ->type_name("DIR")
        ->required();
    from.add_option("--output", options->output, "folder for the files (default: the migrations folder)")
        ->type_name("DIR");
    from.add_option("--alembic", options->alembic, "how Alembic is called in the project")
        ->type_name("COMMAND")
        ->capture_default_str();
    from.add_option("--section", options->section, "section of the settings file, as Alembic's --name")
        ->capture_default_str();
    from.add_flag("--keep-going", options->keep_going,
                  "leave out what cannot be imported, and write the rest");
    from.footer("\nThe SQL is what the project's own Alembic and env.py emit in offline mode, revision by "
                "revision; no\n"
                "database is touched. A revision that needs answers from a database is named, and nothing is "
                "written.\n"
                "\nExamples:\n  pgmend import alembic .\n"
                "  pgmend import alembic ../shop --alembic 'poetry run alembic' --output migrations\n");
}

} // namespace pgmend::commands
