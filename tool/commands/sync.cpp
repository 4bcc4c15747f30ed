#include "commands/sync_options.hpp"

namespace pgmend::commands {

void add_sync(CLI::App& app, Run& selected) {
    auto* sync = app.add_subcommand("sync", "Load issues from the Tracker API into the database");
    sync->require_subcommand(0, 1);
    add_sync_run(*sync, selected);
    add_sync_load(*sync, selected);
    add_sync_get(*sync, selected);
    add_sync_status(*sync, selected);
    sync->footer("\n"
                 "Examples:\n"
                 "  TRACKER_API_TOKEN=… pgmend sync run --org-id 1234 --query 'Queue: TEST'\n"
                 "  pgmend sync load issues.ndjson       issues from a file; - for stdin\n"
                 "  pgmend sync get TEST-1 status.display links[0].object.key\n"
                 "  pgmend sync status                   the last runs\n"
                 "'pgmend sync COMMAND --help' shows the options of a command.\n");
}

} // namespace pgmend::commands
