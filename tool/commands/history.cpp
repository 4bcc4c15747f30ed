#include "commands/command.hpp"
#include "report/revisions.hpp"
#include "revision/range.hpp"
#include "revision/resolve.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    std::string range;
    bool graph = false;
    bool indicate_current = false;
};

std::vector<std::string> database_rows(const Context& context) {
    return migrate::Session(resolve_database(context.globals), settings_of(context.globals, "history"))
        .rows();
}

std::string drawn(const revision::Graph& graph, std::span<const revision::Node> nodes,
                  const report::RevisionMarks& marks, const Options& options, const Globals& globals) {
    switch (globals.format) {
    case report::Format::dot:
        return report::revision_dot(graph, nodes);
    case report::Format::mermaid:
        return report::revision_mermaid(graph, nodes);
    case report::Format::json:
        return report::revisions_json(graph, nodes, marks) + "\n";
    default:
        break;
    }
    const auto style = globals.out();
    if (options.graph)
        return report::revision_tree(graph, nodes, marks, style);
    std::string text;
    for (const auto node : nodes)
        text += report::revision_text(graph, node, marks, style);
    return text;
}

ExitCode run_history(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    const bool needs_rows = options.indicate_current || options.range.find("current") != std::string::npos;
    const auto rows = needs_rows ? database_rows(context) : std::vector<std::string>();
    const auto nodes = revision::history(graph, options.range.empty() ? ":" : unmarked(options.range), rows);
    report::RevisionMarks marks{.current = {}, .verbose = context.globals.verbose};
    if (options.indicate_current) {
        const auto current = revision::resolve_rows(graph, rows);
        marks.current = {current.begin(), current.end()};
    }
    print(drawn(graph, nodes, marks, options, context.globals));
    return ExitCode::done;
}

} // namespace

void add_history(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto& command = declare(app, chosen, "history", "List the revisions, newest first", run_history, options);
    command
        .add_option("-r,--rev-range", options->range,
                    "FROM:TO, FROM:, :TO; also current, base, head, -3:current")
        ->type_name("REV:REV");
    command.add_flag("--graph", options->graph, "draw them as a tree");
    command.add_flag("-i,--indicate-current", options->indicate_current, "mark what the database is at");
    command.footer("\nExamples:\n  pgmend history --graph\n  pgmend history -r ae10:head\n"
                   "  pgmend history --format dot | dot -Tsvg > revisions.svg     (or --format mermaid)\n");
}

} // namespace pgmend::commands
