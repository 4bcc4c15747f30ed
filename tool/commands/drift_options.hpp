#pragma once

#include "commands/context.hpp"
#include "drift/acceptance.hpp"
#include "drift/compare.hpp"
#include "drift/source.hpp"
#include "report/drift.hpp"

#include <CLI/App.hpp>

namespace pgmend::commands {

/// Options that are common to snapshot, diff and check.
struct DriftOptions {
    std::vector<std::string> schemas;
    std::vector<std::string> include; ///< "cluster"
    bool no_comments = false;
    bool no_privileges = false;
    bool column_order = false;
    std::string fail_on = "cosmetic";
    std::string baseline; ///< a file of accepted differences; empty = none
    std::string
        scratch; ///< URL of a server for replays; empty = that of pgmend.toml, else a throwaway server
};

void add_read_options(CLI::App& command, DriftOptions& options);
void add_report_options(CLI::App& command, DriftOptions& options);
void add_baseline_option(CLI::App& command, DriftOptions& options);

/// --scratch, of the commands that replay.
void add_scratch(CLI::App& command, DriftOptions& options);

/// What sources need, with replays in the world of the connection's database. Where the connection creates in
/// another schema than public, and no --schema is given, only that schema is read, and those that the
/// migrations make or write in by name. Throws SqlError, UsageError for [replay] in pgmend.toml.
drift::SourceContext source_context(const DriftOptions& options, const Context& context,
                                    pg::Connection& connection);
drift::SourceContext source_context(const DriftOptions& options, const Context& context, const pg::Dsn& dsn);
/// What sources need that are neither replayed nor a tenant's.
drift::SourceContext base_context(const DriftOptions& options, const Context& context);
/// The same for a comparison without a replay.
drift::SourceContext reading_context(const DriftOptions& options, const Context& context,
                                     pg::Connection& connection);
/// The same for a command that compares no database: the world is that of the database which the settings
/// name, if they do; where it cannot be reached, what the URL tells.
drift::SourceContext source_context(const DriftOptions& options, const Context& context);

/// The source to compare a database with: `given` if it is not empty, otherwise checks/schema.json if it
/// exists, otherwise "migrations".
std::string against_or_default(const std::string& given, const std::string& checks = "checks");

/// The [[ignore]] tables of pgmend.toml and the baseline. Throws UsageError with file and line.
drift::Acceptance load_acceptance(const DriftOptions& options, const Context& context);

/// Throws UsageError for a schema of --schema that none of the models has.
void require_schemas(const DriftOptions& options, const std::vector<const schema::Model*>& models,
                     pg::Connection& connection);

/// Compares the two sources and adds the result to the report.
void compare_into(report::DriftReport& report, const drift::Source& expected, const drift::Source& actual,
                  const DriftOptions& options, const drift::SourceContext& context);

/// Prints the report in the selected format. Returns exit code 4 if something could not be determined, 1 if
/// there are findings of at least the selected severity, and 0 otherwise.
ExitCode finish(const report::DriftReport& report, const DriftOptions& options, const Context& context);

} // namespace pgmend::commands
