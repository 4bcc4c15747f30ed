#pragma once

#include "commands/command.hpp"
#include "revision/graph.hpp"

namespace pgmend::commands {

/// --one-head, of the commands that look at the files before they are deployed.
void add_one_head(CLI::App& command, bool& wanted);

/// Throws Error (exit code 1) for several heads, with the files: 'upgrade head' would not know which one is
/// meant. A head with a branch label is named by that, and does not count.
void require_one_head(const revision::Graph& graph);

} // namespace pgmend::commands
