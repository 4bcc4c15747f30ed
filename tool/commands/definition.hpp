#pragma once

#include "commands/command.hpp"

namespace pgmend::commands {

/// Declares the whole command line: the global options, which write to `globals`, and all commands, which
/// store their call in `selected`. Completions and man pages are derived from this definition.
void define(CLI::App& app, Globals& globals, Run& selected);

/// Declares the app and its global options only. A Registry declares the commands that a command line needs.
void define_globals(CLI::App& app, Globals& globals);

} // namespace pgmend::commands
