#pragma once

#include "commands/command.hpp"
#include "sync/sync.hpp"

#include <string>

namespace pgmend::commands {

/// The options that `sync run` and `sync load` have in common.
struct SyncOptions {
    std::size_t batch = 1000;
    int loaders = 2;
    std::string rejects;
    long long max_rejects = -1;
    std::string team_keys, prodteam_keys, statuses; ///< separated by commas
};

void add_sync_options(CLI::App& command, SyncOptions& options);

sync::Settings settings_of(const SyncOptions& options, const Context& context, const std::string& command);

/// Calls `work` and prints its outcome. Returns exit code 1 if an issue was rejected.
ExitCode run_sync(const std::function<sync::Outcome()>& work, const Context& context);

/// Splits a text at commas and removes surrounding spaces.
std::vector<std::string> comma_list(const std::string& text);

void add_sync_run(CLI::App& sync, Run& selected);
void add_sync_load(CLI::App& sync, Run& selected);
void add_sync_get(CLI::App& sync, Run& selected);
void add_sync_status(CLI::App& sync, Run& selected);

} // namespace pgmend::commands
