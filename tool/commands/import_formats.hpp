#pragma once

#include "commands/command.hpp"

namespace pgmend::commands {

/// Adds `import dbmate`, `import flyway` and so on: one command for each of importers::tools().
void add_format_imports(CLI::App& command, Run& selected);

} // namespace pgmend::commands
