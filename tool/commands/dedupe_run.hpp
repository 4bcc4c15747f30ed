#pragma once

#include "commands/context.hpp"
#include "maintain/dedupe.hpp"

namespace pgmend::commands {

/// Plans, asks, deletes and reports; for `dedupe` and for `jobs resume`.
ExitCode run_deduplication(const maintain::DedupeOptions& options, const Context& context);

} // namespace pgmend::commands
