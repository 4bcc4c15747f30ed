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

/// Prints what upgrade or downgrade did.
void show(const migrate::Outcome& outcome, const Context& context);

/// Runs what fills the outcome, and prints it; before an error, too, whose exit code comes back.
ExitCode run_and_show(const migrate::Outcome& outcome, const std::function<void()>& run,
                      const Context& context);

/// Prints what stamp did; the same JSON.
void show_stamped(const migrate::Outcome& outcome, const Context& context);

/// Prints a plan and what of it an earlier run has done; exit code 5 when it holds a conflict.
ExitCode show(const migrate::Plan& plan, const std::vector<migrate::Unfinished>& unfinished,
              const Context& context);

} // namespace pgmend::commands
