#pragma once

#include "commands/context.hpp"
#include "maintain/dedupe.hpp"

namespace pgmend::commands {

/// Prints the plan, asks for confirmation, deletes, and reports. Used by `dedupe` and `jobs resume`.
ExitCode run_deduplication(const maintain::DedupeOptions& options, const Context& context);

} // namespace pgmend::commands
