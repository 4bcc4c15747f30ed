#pragma once

#include "commands/context.hpp"
#include "maintain/settings.hpp"

namespace pgmend::commands {

/// Shows progress on stderr: on a terminal one line that is drawn anew ten times a second,
/// else a plain line every five seconds, with --format json an event a second. Warnings and news break the
/// line properly. --no-progress and --quiet leave the progress out.
ShowProgress make_progress(const Context& context);
/// The same for the statements of a migration, whose result is not the progress: where it is no terminal a
/// line every half minute, and that with --verbose only.
ShowProgress make_statement_progress(const Context& context);
/// A listener with that, and with news and warnings.
maintain::JobListener make_progress_listener(const Context& context);

/// Takes the progress line off the terminal; before results are printed.
void clear_progress();

maintain::Settings maintain_settings(const Globals& globals, std::string command);

} // namespace pgmend::commands
