#pragma once

#include "commands/globals.hpp"

#include <string>

namespace pgmend::commands {

/// Writes spdlog's messages to --log-file (mode 0600), or discards them if it is not given. Throws UsageError
/// if the file cannot be written.
void start_logging(const Globals& globals);

/// Writes every failed statement to --error-journal, if it is given. Throws UsageError if the file cannot be
/// written.
void start_error_journal(const Globals& globals, const std::string& command);

/// Discards log messages until start_logging() is called.
void mute_log();

void log_error(const std::string& text);

} // namespace pgmend::commands
