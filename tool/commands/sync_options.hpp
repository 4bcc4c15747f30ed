#pragma once

#include "commands/command.hpp"
#include "sync/sync.hpp"

#include <string>

namespace pgmend::commands {

/// What `sync run` and `sync load` share.
struct SyncOptions {
    std::size_t batch = 1000;
    int loaders = 2;
    std::string rejects;
    long long max_rejects = -1;
    std::string team_keys, prodteam_keys, statuses; ///< separated by commas
};

void add_sync_options(CLI::App& command, SyncOptions& options);

sync::Settings settings_of(const SyncOptions& options, const Context& context, const std::string& command);

/// Runs `work`, shows its outcome; exit code 1 when something was rejected.
ExitCode run_sync(const std::function<sync::Outcome()>& work, const Context& context);

/// The words between commas, without spaces around them.
std::vector<std::string> comma_list(const std::string& text);

void add_sync_run(CLI::App& sync, Run& selected);
void add_sync_load(CLI::App& sync, Run& selected);
void add_sync_get(CLI::App& sync, Run& selected);
void add_sync_status(CLI::App& sync, Run& selected);

} // namespace pgmend::commands
