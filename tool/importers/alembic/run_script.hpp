#pragma once

#include "importers/alembic/rendering.hpp"

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers::alembic {

/// A script of ours to be run by a project's own program.
struct ScriptRun {
    std::string program;   ///< for messages: "Alembic"
    std::string command;   ///< how it is called in the project, read by the shell
    std::string option;    ///< with which the user names that: "--alembic 'poetry run alembic'"
    std::string must_work; ///< the hint where the project cannot be read
    std::filesystem::path project;
    std::string script;
    std::string request; ///< JSON that the script reads
    bool captured = false;
    /// Prepares our folder, in which the script is env.py, and gives the arguments.
    std::function<std::vector<std::string>(const std::filesystem::path& ours)> arguments;
};

/// The parts of a script as one text.
std::string script_of(std::initializer_list<std::string_view> parts);

/// Runs it and reads its answer. Throws UsageError with what the program said.
Rendering run_script(const ScriptRun& run);

/// Writes a file of our own. Throws Error.
void put(const std::filesystem::path& path, std::string_view text);

} // namespace pgmend::importers::alembic
