#include "commands/command.hpp"
#include "commands/output.hpp"

#include "migrate/offline.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    bool sql = false;
};

ExitCode run_ensure_version(const Options& options, const Context& context) {
    auto settings = settings_of(context.globals, "ensure_version");
    settings.writes = true;
    if (options.sql) {
        print_exact(migrate::ensure_version_script(settings));
        return ExitCode::done;
    }
    migrate::Session session(resolve_database(context.globals), settings);
    const bool created = migrate::ensure_version(session);
    if (context.globals.json())
        print(fmt::format("{{\"created\": {}}}\n", created));
    else
        print(fmt::format("The version table {} {}.\n", session.version_table().qualified(),
                          created ? "was created" : "already exists"));
    return ExitCode::done;
}

} // namespace

void add_ensure_version(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "ensure_version", "Create the version table if it is missing",
                                run_ensure_version, options);
    command.add_flag("--sql", options->sql, "print the statement instead of running it");
}

} // namespace pgmend::commands
