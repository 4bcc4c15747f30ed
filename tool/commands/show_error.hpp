#pragma once

#include "base/error.hpp"
#include "commands/globals.hpp"

#include <string>

namespace pgmend::commands {

/// The error as JSON, {"error": {…}}, with the fields that the server has sent.
std::string error_json(const Error& error);

/// The error as text.
std::string error_text(const Error& error, const report::Style& style);

/// Prints the error as text on stderr and in the log, after removing the progress line.
void show_error_text(const Error& error, const Globals& globals);

/// Prints the error as text and, with --format json, also as JSON on stdout. Returns the exit code.
ExitCode show_error(const Error& error, const Globals& globals);

} // namespace pgmend::commands
