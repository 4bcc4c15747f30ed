#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pgmend::importers::alembic {

/// How a program ended: its exit code (128 + the signal's number), and what it wrote.
struct Outcome {
    int exit_code = 0;
    std::string output;
};

/// Runs a command line of the user's with more arguments behind it, by the shell, in `folder`; its output
/// goes by way of the file `log`. When the user asks to stop, it gets SIGTERM, and Interrupted is thrown.
/// Throws Error.
Outcome run(const std::string& command_line, const std::vector<std::string>& arguments,
            const std::filesystem::path& folder, const std::filesystem::path& log);

} // namespace pgmend::importers::alembic
