#pragma once

#include "commands/command.hpp"
#include "revision/graph.hpp"

namespace pgmend::commands {

/// Adds --one-head to a command that checks the files before deployment.
void add_one_head(CLI::App& command, bool& wanted);

/// Throws Error (exit code 1), with the files, if there are several heads, because 'upgrade head' would be
/// ambiguous. Heads with a branch label do not count, because they can be named by their label.
void require_one_head(const revision::Graph& graph);

} // namespace pgmend::commands
