#pragma once

#include "commands/command.hpp"

namespace pgmend::commands {

/// Declares all of the command line: the global options, which write into `globals`, and every command, which
/// stores its call in `chosen`. What parses, completes and documents the command line stands on this alone.
void define(CLI::App& app, Globals& globals, Run& chosen);

} // namespace pgmend::commands
