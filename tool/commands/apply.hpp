#pragma once

#include "commands/command.hpp"

namespace pgmend::commands {

void add_apply(CLI::App& app, Run& selected);

} // namespace pgmend::commands
