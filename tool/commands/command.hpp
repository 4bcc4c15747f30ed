#pragma once

#include "base/exit_code.hpp"
#include "commands/context.hpp"

#include <functional>
#include <memory>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace pgmend::commands {

/// The call of the selected command: parsing stores it, and main runs it.
using Run = std::function<ExitCode(const Context&)>;

/// Adds the command `name` with its options. If the command is parsed, `selected` becomes a call of `run`
/// with these options. Parsing has no other effect.
template <typename Options>
CLI::App& add_command(CLI::App& app, Run& selected, const std::string& name, const std::string& help,
                      ExitCode (*run)(const Options&, const Context&), std::shared_ptr<Options> options) {
    auto* command = app.add_subcommand(name, help);
    command->callback([&selected, run, options] {
        selected = [run, options](const Context& context) { return run(*options, context); };
    });
    return *command;
}

// One function per command, each in its own file.
void add_init(CLI::App& app, Run& selected);
void add_baseline(CLI::App& app, Run& selected);
void add_revision(CLI::App& app, Run& selected);
void add_merge(CLI::App& app, Run& selected);
void add_upgrade(CLI::App& app, Run& selected);
void add_downgrade(CLI::App& app, Run& selected);
void add_plan(CLI::App& app, Run& selected);
void add_lint(CLI::App& app, Run& selected);
void add_stamp(CLI::App& app, Run& selected);
void add_ensure_version(CLI::App& app, Run& selected);
void add_current(CLI::App& app, Run& selected);
void add_history(CLI::App& app, Run& selected);
void add_heads(CLI::App& app, Run& selected);
void add_branches(CLI::App& app, Run& selected);
void add_show(CLI::App& app, Run& selected);
void add_import(CLI::App& app, Run& selected);
void add_server(CLI::App& app, Run& selected);
void add_config(CLI::App& app, Run& selected);
void add_snapshot(CLI::App& app, Run& selected);
void add_diff(CLI::App& app, Run& selected);
void add_check(CLI::App& app, Run& selected);
void add_locate(CLI::App& app, Run& selected);
void add_repair(CLI::App& app, Run& selected);
void add_verify(CLI::App& app, Run& selected);
void add_dedupe(CLI::App& app, Run& selected);
void add_batch(CLI::App& app, Run& selected);
void add_purge(CLI::App& app, Run& selected);
void add_index(CLI::App& app, Run& selected);
void add_jobs(CLI::App& app, Run& selected);
void add_sync(CLI::App& app, Run& selected);
void add_errors(CLI::App& app, Run& selected);

/// Adds --rewrite-safe to a command that migrates.
void add_rewrite_safe(CLI::App& command, bool& wanted);

/// Adds --terminate-blockers to a command that waits for locks.
void add_terminate_blockers(CLI::App& command, std::vector<std::string>& names);

/// Removes the mark that escape_arguments() has put before a target such as -1, which CLI11 would otherwise
/// parse as an option.
std::string unescape(std::string argument);
/// The same for each escaped word in a text.
std::string unescape_text(std::string text);

} // namespace pgmend::commands
