#include "commands/sync_options.hpp"
#include "pg/primary.hpp"

namespace pgmend::commands {
namespace {

struct Options {
    SyncOptions shared;
    std::vector<std::string> files;
};

ExitCode run_load(const Options& options, const Context& context) {
    const auto settings = settings_of(options.shared, context, "sync load");
    const auto dsn = pg::for_writing(resolve_database(context.globals));
    return run_sync([&] { return sync::load_files(dsn, settings, options.files); }, context);
}

} // namespace

void add_sync_load(CLI::App& sync, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(sync, selected, "load", "Load issues from files", run_load, options);
    command
        .add_option("files", options->files,
                    "JSON arrays, {\"issues\": […]} or one issue per line; - for stdin")
        ->type_name("FILE")
        ->required();
    add_sync_options(command, options->shared);
    command.footer("\n"
                   "An issue can contain its changelog under the key \"changelog\", as the API returns "
                   "it.\n\n"
                   "Exit codes: 0 done, 1 some issues were rejected, 7 another sync is running.\n");
}

} // namespace pgmend::commands
