#include "commands/command_line.hpp"

#include "base/version.hpp"

#include <CLI/CLI.hpp>

namespace pgmend::commands {

int main(int argc, char** argv) {
    CLI::App app{"pgmend"};
    app.set_version_flag("--version", std::string(version()));
    CLI11_PARSE(app, argc, argv);
    return 0;
}

} // namespace pgmend::commands
