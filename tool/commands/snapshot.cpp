#include "schema/snapshot.hpp"
#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/new_revision.hpp"
#include "commands/output.hpp"

#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string output = "checks/schema.json";
    std::string from = "database";
};

ExitCode run_snapshot(const Options& options, const Context& context) {
    schema::Model model;
    if (options.from == "migrations") {
        model = drift::open_source("migrations", source_context(options.drift, context)).model;
    } else {
        auto connection =
            pg::Connection::open(resolve_database(context.globals), {.application_name = "pgmend snapshot"});
        model = catalog::read(connection, reading_context(options.drift, context, connection).options);
    }
    for (const auto& unreadable : model.unreadable)
        warn(context, fmt::format("could not read {} {}", display(unreadable.object), unreadable.attribute));
    const auto text = schema::to_snapshot(model);
    if (options.output == "-") {
        print_exact(text);
        return ExitCode::done;
    }
    const auto folder = std::filesystem::path(options.output).parent_path();
    if (!folder.empty())
        std::filesystem::create_directories(folder);
    write_file(options.output, text);
    notify(context, fmt::format("{}: {} objects", options.output, model.objects.size()));
    return ExitCode::done;
}

} // namespace

void add_snapshot(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "snapshot",
                                "Write the schema of a database as JSON for review", run_snapshot, options);
    command.add_option("-o,--output", options->output, "output file; - for stdout")
        ->type_name("FILE")
        ->capture_default_str();
    command.add_option("--from", options->from, "database, or migrations: run them on a throwaway server")
        ->check(CLI::IsMember({"database", "migrations"}))
        ->capture_default_str();
    add_read_options(command, options->drift);
}

} // namespace pgmend::commands
