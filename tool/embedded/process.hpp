#pragma once

#include "embedded/account.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace pgmend::embedded {

/// A program to run. It runs in a new session (so that Ctrl-C in the terminal does not affect it), in the
/// folder "/", with the descriptors 0, 1 and 2 only, without PG* variables, and with messages in English. If
/// the caller is root, it runs as `account`, without any privileges of root.
struct Command {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    Account account;
};

/// The result of a program. A signal counts as 128 plus its number. `output` is what it has written to
/// descriptors 1 and 2.
struct Outcome {
    int exit_code = 0;
    std::string output;
};

/// Runs the program and waits for its end. If the user asks to stop, it gets SIGTERM, and Interrupted is
/// thrown after it has ended. Throws Error if it cannot be started.
Outcome run(const Command& command);

/// Starts the program and does not wait for its end. Its output is written to the descriptor `output`, and
/// its standard input is `input` (-1: /dev/null). Returns its process ID. Throws Error.
pid_t start(const Command& command, int output, int input = -1);

/// Whether a process that start() returned has ended; if it has, it is removed from the process table.
bool has_ended(pid_t pid) noexcept;

/// Quotes the text as one word for a POSIX shell.
std::string shell_quote(std::string_view text);

/// The whole command as a line for a POSIX shell, without the account.
std::string shell_line(const Command& command);

} // namespace pgmend::embedded
