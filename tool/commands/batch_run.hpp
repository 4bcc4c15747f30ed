#pragma once

#include "commands/context.hpp"
#include "maintain/batch.hpp"

namespace pgmend::commands {

/// Plans, asks, works and reports; for `batch`, `purge` and `jobs resume`.
ExitCode run_batch_job(const maintain::BatchOptions& options, bool dry_run, const Context& context);

} // namespace pgmend::commands
