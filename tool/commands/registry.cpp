#include "commands/registry.hpp"

#include "commands/apply.hpp"

#include <algorithm>
#include <array>

namespace pgmend::commands {
namespace {

struct Row {
    std::string_view group;
    std::string_view name;
    void (*add)(CLI::App& app, Run& selected);
};

constexpr auto table = std::to_array<Row>({
    {"Migrate", "upgrade", add_upgrade},
    {"Migrate", "downgrade", add_downgrade},
    {"Migrate", "plan", add_plan},
    {"Migrate", "current", add_current},
    {"Migrate", "stamp", add_stamp},
    {"Migrate", "ensure_version", add_ensure_version},
    {"Revisions", "init", add_init},
    {"Revisions", "baseline", add_baseline},
    {"Revisions", "revision", add_revision},
    {"Revisions", "merge", add_merge},
    {"Revisions", "history", add_history},
    {"Revisions", "heads", add_heads},
    {"Revisions", "branches", add_branches},
    {"Revisions", "show", add_show},
    {"Revisions", "import", add_import},
    {"Revisions", "lint", add_lint},
    {"Schema", "check", add_check},
    {"Schema", "diff", add_diff},
    {"Schema", "repair", add_repair},
    {"Schema", "apply", add_apply},
    {"Schema", "locate", add_locate},
    {"Schema", "verify", add_verify},
    {"Schema", "snapshot", add_snapshot},
    {"Data", "dedupe", add_dedupe},
    {"Data", "batch", add_batch},
    {"Data", "purge", add_purge},
    {"Data", "index", add_index},
    {"Data", "jobs", add_jobs},
    {"Data", "sync", add_sync},
    {"Server and logs", "config", add_config},
    {"Server and logs", "server", add_server},
    {"Server and logs", "errors", add_errors},
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
    const bool is_new = declared_.insert(row->name).second;
    if (is_new) {
        const auto footer = app_.get_footer();
        app_.footer(""); // CLI11 gives a command its parent's
        row->add(app_, chosen_);
        app_.footer(footer);
    }
    auto* command = app_.get_subcommand(std::string(name));
    if (is_new)
        command->group(std::string(row->group));
    return command;
}

} // namespace pgmend::commands
