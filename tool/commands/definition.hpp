#pragma once

#include "commands/command.hpp"

namespace pgmend::commands {

/// Declares all of the command line: the global options, which write into `globals`, and every command, which
/// stores its call in `selected`. What completes and documents the command line stands on this alone.
void define(CLI::App& app, Globals& globals, Run& selected);

/// The app and its global options only; a Registry declares the commands that a command line needs.
void define_globals(CLI::App& app, Globals& globals);

} // namespace pgmend::commands
