#pragma once

#include "commands/context.hpp"
#include "drift/compare.hpp"
#include "drift/rules.hpp"
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
};

void add_read_options(CLI::App& command, DriftOptions& options);
void add_report_options(CLI::App& command, DriftOptions& options);

drift::SourceContext source_context(const DriftOptions& options, const Context& context);

/// The source to compare a database with: `given` if it is not empty, otherwise checks/schema.json if it
/// exists, otherwise "migrations".
std::string against_or_default(const std::string& given, const std::string& checks = "checks");

/// The [[ignore]] tables of pgmend.toml. Throws UsageError with file and line.
std::vector<drift::Rule> load_rules(const Context& context);

/// Compares the two sources and adds the result to the report.
void compare_into(report::DriftReport& report, const drift::Source& expected, const drift::Source& actual,
                  const DriftOptions& options, const drift::SourceContext& context);

/// Prints the report in the selected format. Returns exit code 4 if something could not be determined, 1 if
/// there are findings of at least the selected severity, and 0 otherwise.
ExitCode finish(const report::DriftReport& report, const DriftOptions& options, const Context& context);

} // namespace pgmend::commands
