#pragma once

#include "commands/globals.hpp"

#include <string>

namespace pgmend::commands {

/// Sends spdlog's records to --log-file (mode 0600), or nowhere. Throws UsageError when the file cannot be
/// written.
void start_logging(const Globals& globals);

/// Has every failed statement written to --error-journal, if that is given. Throws UsageError when the file
/// cannot be written.
void start_error_journal(const Globals& globals, const std::string& command);

/// Nothing is logged until start_logging() says where to.
void mute_log();

void log_error(const std::string& text);

} // namespace pgmend::commands
