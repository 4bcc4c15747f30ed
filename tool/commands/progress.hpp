#pragma once

#include "commands/context.hpp"
#include "maintain/settings.hpp"

namespace pgmend::commands {

/// Shows progress on stderr: on a terminal as one line that is updated ten times per second, otherwise as a
/// plain line every five seconds, or with --format json as an event every second. Messages and warnings do
/// not disturb the line. With --no-progress or --quiet, no progress is shown.
ShowProgress make_progress(const Context& context);
/// The same for the statements of a migration. If stderr is not a terminal, a line is printed every half
/// minute, and only with --verbose.
ShowProgress make_statement_progress(const Context& context);
/// A listener that shows progress, messages and warnings.
maintain::JobListener make_progress_listener(const Context& context);

/// Removes the progress line from the terminal. Called before results are printed.
void clear_progress();

maintain::Settings maintain_settings(const Globals& globals, std::string command);

} // namespace pgmend::commands
