#include "commands/sync_options.hpp"

#include "report/sync.hpp"

#include <chrono>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace pgmend::commands {
namespace {

std::string default_reject_file() {
    return fmt::format("sync-rejects-{:%Y%m%dT%H%M%SZ}.ndjson", fmt::gmtime(std::time(nullptr)));
}

} // namespace

std::vector<std::string> comma_list(const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find(',', start), text.size());
        const auto first = text.find_first_not_of(' ', start);
        if (first < end)
            words.push_back(text.substr(first, text.find_last_not_of(' ', end - 1) + 1 - first));
        start = end + 1;
    }
    return words;
}

void add_sync_options(CLI::App& command, SyncOptions& options) {
    command.add_option("--batch", options.batch, "maximum number of issues per transaction")
        ->check(CLI::Range(1, 100'000).description(""))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--loaders", options.loaders, "number of writing connections")
        ->check(CLI::Range(1, 16).description(""))
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--rejects", options.rejects,
                    "file for rejected issues (default: sync-rejects-TIME.ndjson)")
        ->type_name("FILE");
    command
        .add_option("--max-rejects", options.max_rejects,
                    "stop when more issues are rejected (default: no limit)")
        ->type_name("N");
    command.add_option("--team-keys", options.team_keys, "keys that hold the team, preferred first")
        ->type_name("A,B");
    command
        .add_option("--prodteam-keys", options.prodteam_keys, "keys that hold the prodteam, preferred first")
        ->type_name("A,B");
    command.add_option("--statuses", options.statuses, "known statuses; issues with others are rejected")
        ->type_name("A,B");
}

sync::Settings settings_of(const SyncOptions& options, const Context& context, const std::string& command) {
    return {.command = command,
            .mapping = {.team_keys = comma_list(options.team_keys),
                        .prodteam_keys = comma_list(options.prodteam_keys),
                        .statuses = comma_list(options.statuses)},
            .batch = options.batch,
            .loaders = options.loaders,
            .retries = context.globals.lock_retries,
            .lock_timeout = context.globals.lock_timeout,
            .reject_file = options.rejects.empty() ? default_reject_file() : options.rejects,
            .max_rejects = options.max_rejects,
            .info = [context](const std::string& text) { notify(context, text); },
            .warning = [context](const std::string& text) { warn(context, text); }};
}

ExitCode run_sync(const std::function<sync::Outcome()>& work, const Context& context) {
    const auto began = std::chrono::steady_clock::now();
    const auto outcome = work();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    const auto& totals = outcome.totals;
    const report::SyncSummary summary{.issues = totals.issues,
                                      .created = totals.created,
                                      .updated = totals.updated,
                                      .unchanged = totals.unchanged,
                                      .history_rows = totals.history_rows,
                                      .rejected = totals.rejected,
                                      .reject_kinds = outcome.reject_kinds,
                                      .reject_file = outcome.reject_file,
                                      .truncated = outcome.truncated,
                                      .milliseconds = took.count()};
    print(context.globals.json() ? report::sync_json(summary) + "\n"
                                 : report::sync_text(summary, context.globals.out()));
    if (!outcome.truncated.empty())
        warn(context, outcome.truncated + ": issues may be missing");
    return summary.rejected > 0 || !outcome.truncated.empty() ? ExitCode::findings : ExitCode::done;
}

} // namespace pgmend::commands
