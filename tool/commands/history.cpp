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
    std::string picture;
};

std::vector<std::string> database_rows(const Context& context) {
    return migrate::Session(resolve_database(context.globals), settings_of(context.globals, "history")).rows();
}

ExitCode run_history(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    const bool needs_rows = options.indicate_current || options.range.find("current") != std::string::npos;
    const auto rows = needs_rows ? database_rows(context) : std::vector<std::string>();
    const auto nodes =
        revision::history(graph, options.range.empty() ? ":" : unmarked(options.range), rows);
    report::RevisionMarks marks{.current = {}, .verbose = context.globals.verbose};
    if (options.indicate_current) {
        const auto current = revision::resolve_rows(graph, rows);
        marks.current = {current.begin(), current.end()};
    }
    const auto style = context.globals.out();
    if (options.picture == "dot")
        print(report::revision_dot(graph, nodes));
    else if (options.picture == "mermaid")
        print(report::revision_mermaid(graph, nodes));
    else if (context.globals.json())
        print(report::revisions_json(graph, nodes, marks) + "\n");
    else if (options.graph)
        print(report::revision_tree(graph, nodes, marks, style));
    else
        for (const auto node : nodes)
            print(report::revision_text(graph, node, marks, style));
    return ExitCode::done;
}

} // namespace

void add_history(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto& command = declare(app, chosen, "history", "List the revisions, newest first", run_history, options);
    command.add_option("-r,--rev-range", options->range, "FROM:TO, FROM:, :TO; also current, base, head, -3:current")
        ->type_name("RANGE");
    command.add_flag("--graph", options->graph, "draw them as a tree");
    command.add_flag("-i,--indicate-current", options->indicate_current, "mark what the database is at");
    command.add_option("--picture", options->picture, "dot (Graphviz) or mermaid")
        ->check(CLI::IsMember({"dot", "mermaid"}));
    command.footer("\n'--format dot' and '--format mermaid' are the same as --picture.\n");
}

} // namespace pgmend::commands
