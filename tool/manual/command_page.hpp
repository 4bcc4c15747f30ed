#pragma once

#include "manual/markdown.hpp"

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace pgmend::manual {

/// A page of docs/ that becomes a man page of section 7.
struct Topic {
    std::string name; ///< the name in "pgmend-NAME", such as migrating
    Document document;
};

/// The man page pgmend(1) for the whole command line. `reference` is docs/cli.md, which describes exit codes,
/// settings, the environment and JSON.
std::string program_page(const CLI::App& app, const Document& reference, const std::vector<Topic>& topics);

/// The man page pgmend-NAME(1) of one command, including its subcommands.
std::string command_page(const CLI::App& command, const std::vector<Topic>& topics);

/// The man page pgmend-TOPIC(7).
std::string topic_page(const Topic& topic);

} // namespace pgmend::manual
