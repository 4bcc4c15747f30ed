#pragma once

namespace pgmend::commands {

/// Parses the command line, runs the command, and converts every error to a message and an exit code.
int main(int argc, char** argv);

} // namespace pgmend::commands
