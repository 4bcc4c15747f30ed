#pragma once

#include "base/exit_code.hpp"
#include "commands/context.hpp"
#include "migrate/migrate.hpp"
#include "migrate/unfinished.hpp"
#include "report/unfinished.hpp"

#include <vector>

#include <functional>

namespace pgmend::commands {

std::vector<report::UnfinishedLine> lines_of(const std::vector<migrate::Unfinished>& unfinished);

/// Prints what upgrade or downgrade has done.
void show(const migrate::Outcome& outcome, const Context& context);

/// Calls `run`, which fills the outcome, and prints the outcome, also if an error occurs. Returns the exit
/// code.
ExitCode run_and_show(const migrate::Outcome& outcome, const std::function<void()>& run,
                      const Context& context);

/// Prints what stamp has done; the JSON is that of upgrade.
void show_stamped(const migrate::Outcome& outcome, const Context& context);

/// Prints a plan, and which of its statements an earlier run has completed. Returns exit code 5 if there is a
/// conflict.
ExitCode show(const migrate::Plan& plan, const std::vector<migrate::Unfinished>& unfinished,
              const Context& context);

} // namespace pgmend::commands
