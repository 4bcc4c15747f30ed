#pragma once

#include "base/error.hpp"
#include "commands/globals.hpp"

#include <string>

namespace pgmend::commands {

/// The error as JSON, {"error": {…}}, with what the server has said of it.
std::string error_json(const Error& error);

/// The error as a person reads it.
std::string error_text(const Error& error, const report::Style& style);

/// The error as text to stderr and the log; the progress line goes.
void show_error_text(const Error& error, const Globals& globals);

/// The text and, with --format json, the JSON to stdout; the exit code comes back.
ExitCode show_error(const Error& error, const Globals& globals);

} // namespace pgmend::commands
