#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pgmend::importers::alembic {

/// The result of a program: its exit code (128 + the number of the signal) and its output.
struct Outcome {
    int exit_code = 0;
    std::string output;
};

/// Runs the user's command line with additional arguments through the shell, in `folder`. Its output is
/// written to the file `log`. If the user asks to stop, it gets SIGTERM, and Interrupted is thrown. Throws
/// Error.
Outcome run(const std::string& command_line, const std::vector<std::string>& arguments,
            const std::filesystem::path& folder, const std::filesystem::path& log);

} // namespace pgmend::importers::alembic
