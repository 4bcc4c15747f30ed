#include "commands/command.hpp"
#include "commands/import_files.hpp"
#include "commands/import_formats.hpp"
#include "commands/new_revision.hpp"
#include "importers/alembic/convert.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string project;
    std::string output;
    std::string alembic = "alembic";
    std::string section = "alembic";
    bool keep_going = false;
};

void show(const ImportedFiles& files, const std::vector<fs::path>& paths,
          const std::vector<importers::Failure>& failures, const Context& context) {
    if (context.globals.json())
        return print(import_json(files, paths, failures).dump(2) + "\n");
    for (const auto& path : paths)
        print(path.string() + "\n");
    for (const auto& failure : failures)
        print(failure_text(failure));
}

void print_remedy(std::size_t written, const Context& context) {
    if (written > 0)
        notify(context, "These revisions were left out: write their files by hand before the next command");
    else
        notify(context,
               "Nothing was written. Change these revisions so that 'alembic upgrade --sql' can print their "
               "SQL, or leave them out with --keep-going and write their files by hand");
}

ExitCode run_import(const Options& options, const Context& context) {
    auto project = importers::alembic::find_project(options.project);
    project.section = options.section;
    const auto rendering = importers::alembic::render(project, options.alembic);
    for (const auto& warning : rendering.warnings)
        warn(context, warning);
    const auto imported = importers::alembic::convert(rendering);
    const fs::path folder = options.output.empty() ? context.globals.migrations : options.output;
    const auto files = compare_with(imported, folder);
    std::vector<fs::path> paths;
    if (imported.failures.empty() || options.keep_going)
        paths = write_revisions(files.fresh, folder);
    show(files, paths, imported.failures, context);
    warn_of_version_table(files.fresh, paths, context);
    if (imported.failures.empty()) {
        notify(context, fmt::format("{}; 'pgmend plan' shows what they would do", import_summary(files)));
        return ExitCode::done;
    }
    print_remedy(paths.size(), context);
    return ExitCode::findings;
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
    from.add_flag("--keep-going", options->keep_going, "leave out revisions that cannot be imported");
    from.footer("\n"
                "The SQL is what the project's Alembic and env.py print in offline mode, revision by "
                "revision; no database is used, and ids are kept. If a revision needs query results, it is "
                "reported and nothing is written. Revisions that were imported before and have not changed "
                "are kept; only new ones are added.\n\n"
                "Examples:\n"
                "  pgmend import alembic .\n"
                "  pgmend import alembic ../shop --alembic 'poetry run alembic' --output migrations\n");
}

} // namespace

void add_import(CLI::App& app, Run& selected) {
    auto* command = app.add_subcommand("import", "Import another tool's migrations");
    command->require_subcommand(0, 1);
    add_alembic(*command, selected);
    add_format_imports(*command, selected);
}

} // namespace pgmend::commands
