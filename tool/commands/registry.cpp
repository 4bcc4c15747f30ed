#include "commands/registry.hpp"

#include <algorithm>
#include <array>

namespace pgmend::commands {
namespace {

struct Row {
    std::string_view name;
    void (*add)(CLI::App& app, Run& chosen);
};

constexpr auto table = std::to_array<Row>({
    {"init", add_init},
    {"revision", add_revision},
    {"merge", add_merge},
    {"upgrade", add_upgrade},
    {"downgrade", add_downgrade},
    {"plan", add_plan},
    {"stamp", add_stamp},
    {"lint", add_lint},
    {"current", add_current},
    {"history", add_history},
    {"ensure_version", add_ensure_version},
    {"heads", add_heads},
    {"branches", add_branches},
    {"show", add_show},
    {"import", add_import},
    {"server", add_server},
    {"snapshot", add_snapshot},
    {"diff", add_diff},
    {"check", add_check},
    {"locate", add_locate},
    {"repair", add_repair},
    {"verify", add_verify},
    {"dedupe", add_dedupe},
    {"index", add_index},
    {"jobs", add_jobs},
    {"sync", add_sync},
    {"errors", add_errors},
});

bool asks_for_help(const std::string& argument) {
    return argument == "-h" || argument == "--help";
}

} // namespace

std::vector<std::string> Registry::names() {
    std::vector<std::string> names;
    for (const auto& row : table)
        names.emplace_back(row.name);
    return names;
}

void Registry::declare_for(const std::vector<std::string>& arguments) {
    const auto named = [&](const Row& row) {
        return std::ranges::find(arguments, row.name) != arguments.end();
    };
    // A word may be an option's value and only look like a command: then one more is declared than is needed.
    const bool all = std::ranges::none_of(table, named) || std::ranges::any_of(arguments, asks_for_help);
    for (const auto& row : table)
        if (all || named(row))
            require(row.name);
}

void Registry::declare_all() {
    for (const auto& row : table)
        require(row.name);
}

CLI::App* Registry::require(std::string_view name) {
    const auto row = std::ranges::find(table, name, &Row::name);
    if (row == table.end())
        return nullptr;
    if (declared_.insert(row->name).second)
        row->add(app_, chosen_);
    return app_.get_subcommand(std::string(name));
}

} // namespace pgmend::commands
