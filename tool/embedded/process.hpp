#pragma once

#include "embedded/account.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace pgmend::embedded {

/// A program to run. It gets a session of its own (so that Ctrl-C in the terminal does not reach it), "/" as
/// its working folder, no descriptors but 0, 1 and 2, no PG* variables, and messages in English. When the
/// caller is root it runs as `account`, without any of root's rights.
struct Command {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    Account account;
};

/// How a program ended; a signal counts as 128 + its number. `output` is what it wrote to 1 and 2.
struct Outcome {
    int exit_code = 0;
    std::string output;
};

/// Runs the program to its end. When the user asks to stop, it gets SIGTERM, and Interrupted is thrown after
/// it has ended. Throws Error when it cannot be started.
Outcome run(const Command& command);

/// Starts the program and leaves it running, its output appended to `output`, a descriptor open for writing,
/// and `input` as its standard input (-1: /dev/null). Returns its process id. Throws Error.
pid_t start(const Command& command, int output, int input = -1);

/// Whether a process that start() returned has ended; if so it is taken off the system's process table.
bool has_ended(pid_t pid) noexcept;

/// The text as one word of a POSIX shell's command line.
std::string shell_quote(std::string_view text);

/// The whole command as a line for a POSIX shell; the account does not show in it.
std::string shell_line(const Command& command);

} // namespace pgmend::embedded
