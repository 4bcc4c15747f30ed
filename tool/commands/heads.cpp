#include "commands/command.hpp"
#include "report/revisions.hpp"

namespace pgmend::commands {
namespace {

struct Options {
    bool resolve_dependencies = false;
};

void show_nodes(const revision::Graph& graph, std::span<const revision::Node> nodes, const Context& context) {
    const report::RevisionMarks marks{.current = {}, .verbose = context.globals.verbose};
    if (context.globals.json()) {
        print(report::revisions_json(graph, nodes, marks) + "\n");
        return;
    }
    for (const auto node : nodes)
        print(report::revision_text(graph, node, marks, context.globals.out()));
}

ExitCode run_heads(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    show_nodes(graph, options.resolve_dependencies ? graph.real_heads() : graph.heads(), context);
    return ExitCode::done;
}

struct NoOptions {};

ExitCode run_branches(const NoOptions&, const Context& context) {
    const auto graph = load_graph(context);
    std::vector<revision::Node> points;
    for (revision::Node node = 0; node < graph.size(); ++node)
        if (graph.is_branch_point(node))
            points.push_back(node);
    if (context.globals.json()) {
        show_nodes(graph, points, context);
        return ExitCode::done;
    }
    const report::RevisionMarks marks{.current = {}, .verbose = context.globals.verbose};
    for (const auto point : points) {
        print(report::revision_text(graph, point, marks, context.globals.out()));
        for (const auto child : graph.children()[point])
            print("    " + report::revision_text(graph, child, {}, context.globals.out()));
    }
    return ExitCode::done;
}

} // namespace

void add_heads(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "heads", "Show the revisions that no other revision follows",
                                run_heads, options);
    command.add_flag("--resolve-dependencies", options->resolve_dependencies,
                     "leave out revisions that another one depends on");
}

void add_branches(CLI::App& app, Run& selected) {
    add_command(app, selected, "branches", "Show the revisions that more than one revision follows",
                run_branches, std::make_shared<NoOptions>());
}

} // namespace pgmend::commands
