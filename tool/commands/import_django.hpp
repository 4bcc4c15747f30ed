#pragma once

#include "commands/command.hpp"

namespace pgmend::commands {

/// Adds `import django`.
void add_django_import(CLI::App& command, Run& selected);

} // namespace pgmend::commands
