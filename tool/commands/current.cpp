#include "commands/command.hpp"
#include "commands/show_migration.hpp"
#include "report/revisions.hpp"
#include "revision/resolve.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    bool check_heads = false;
};

/// Whether nothing is left for `upgrade heads`: every head is applied, if only as another's dependency.
bool all_applied(const revision::Graph& graph, const std::vector<revision::Node>& rows) {
    const auto applied = graph.ancestors(rows);
    return std::ranges::all_of(graph.heads(), [&](revision::Node head) { return applied[head]; });
}

ExitCode run_current(const Options& options, const Context& context) {
    auto settings = settings_of(context.globals, "current");
    settings.find_unfinished = true;
    auto& [graph, session] = open_workspace(context, settings);
    const auto& ids = session.rows();
    const bool known = std::ranges::all_of(ids, [&](const auto& id) { return graph.find(id) != nullptr; });
    if (!known && !context.globals.json())
        revision::resolve_rows(graph, ids); // throws, with the remedy
    const auto rows = known ? revision::resolve_rows(graph, ids) : std::vector<revision::Node>();
    const bool at_head = known && all_applied(graph, rows);
    const auto unfinished = lines_of(migrate::find_unfinished(session, graph));
    if (context.globals.json()) {
        print(nlohmann::ordered_json{{"heads", ids},
                                     {"known", known},
                                     {"is_head", at_head},
                                     {"unfinished", report::unfinished_json(unfinished)}}
                  .dump(2) +
              "\n");
    } else {
        const report::RevisionMarks marks{.current = {rows.begin(), rows.end()},
                                          .verbose = context.globals.verbose};
        for (const auto tip : revision::current_tips(graph, rows))
            print(report::revision_text(graph, tip, marks, context.globals.out()));
        if (rows.empty())
            notify(context, "no revision is applied");
        for (const auto& line : unfinished)
            print(context.globals.out().yellow(report::unfinished_text(line)) + "\n");
    }
    if (!options.check_heads || at_head)
        return ExitCode::done;
    if (!context.globals.json())
        warn(context, "the database is not at all heads; 'pgmend plan heads' shows the pending revisions");
    return ExitCode::findings;
}

} // namespace

void add_current(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "current", "Show the revision that the database is at",
                                run_current, options);
    command.add_flag("--check-heads", options->check_heads, "exit code 1 if revisions are pending");
}

} // namespace pgmend::commands
