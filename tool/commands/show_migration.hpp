#pragma once

#include "commands/context.hpp"
#include "migrate/migrate.hpp"

namespace pgmend::commands {

/// Prints what upgrade or downgrade did.
void show(const migrate::Outcome& outcome, const Context& context);
/// Prints what stamp did; the same JSON.
void show_stamped(const migrate::Outcome& outcome, const Context& context);

/// Prints a plan; exit code 5 when it holds a conflict.
ExitCode show(const migrate::Plan& plan, const Context& context);

} // namespace pgmend::commands
