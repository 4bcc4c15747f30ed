#pragma once

#include "manual/markdown.hpp"

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace pgmend::manual {

/// A page of docs/ as a page of section 7.
struct Topic {
    std::string name; ///< as pgmend-migrating
    Document document;
};

/// The page pgmend(1), of the whole command line; `reference` is docs/cli.md, which tells of exit codes,
/// settings, the environment and JSON.
std::string program_page(const CLI::App& app, const Document& reference, const std::vector<Topic>& topics);

/// The page of one command, its own commands included: pgmend-NAME(1).
std::string command_page(const CLI::App& command, const std::vector<Topic>& topics);

/// pgmend-TOPIC(7).
std::string topic_page(const Topic& topic);

} // namespace pgmend::manual
