#include "commands/import_django.hpp"

#include "commands/import_captured.hpp"
#include "importers/alembic/witness.hpp"
#include "importers/django/capture.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::string project;
    std::string output;
    std::string manage = "python3 manage.py";
    std::string table;
    bool adopt = false;
};

ExitCode run_import(const Options& options, const Context& context) {
    std::optional<ImportServer> server;
    server.emplace("");
    const auto capture = [&] {
        server->make_empty();
        return importers::django::capture(options.project, options.manage, server->dsn());
    };
    auto rendering = capture();
    server->keep_as_right();
    // Defaults such as timezone.now() can be in any file.
    importers::alembic::note_moments(rendering, capture());
    server->make_empty();
    const auto& tool = importers::django_tool();
    return finish_import(rendering, server,
                         {.title = "Django",
                          .output = options.output,
                          .version_table = std::string(tool.table),
                          .adopt = options.adopt ? &tool : nullptr,
                          .table = options.table},
                         context);
}

} // namespace

void add_django_import(CLI::App& command, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& from =
        add_command(command, selected, "django",
                    "Convert a Django project's migrations into pgmend revisions and adopt its databases",
                    run_import, options);
    from.add_option("project", options->project, "folder of manage.py")->type_name("DIR")->required();
    from.add_flag("--adopt", options->adopt,
                  "record what django_migrations lists as applied in pgmend's version table");
    from.add_option("--table", options->table, "Django's table (default: django_migrations)")
        ->type_name("[SCHEMA.]NAME");
    from.add_option("--output", options->output, "folder for the files (default: the migrations folder)")
        ->type_name("DIR");
    from.add_option("--manage", options->manage, "command that runs manage.py in the project")
        ->type_name("COMMAND")
        ->capture_default_str();
    from.footer(
        "\n"
        "The project's own manage.py runs every migration on a throwaway server of this machine, and what "
        "each "
        "one executes is written down, RunPython too; its own database is not touched. A migration becomes "
        "the "
        "revision <app>_<name>; the apps are branches, so use 'pgmend upgrade heads'. What Django does after "
        "migrations (permissions, content types) is not part of any revision.\n\n"
        "Examples:\n"
        "  pgmend import django .\n"
        "  pgmend -d URL import django . --adopt   on each database that Django has migrated\n");
}

} // namespace pgmend::commands
