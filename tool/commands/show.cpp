#include "commands/command.hpp"
#include "report/revisions.hpp"
#include "revision/resolve.hpp"

#include <array>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::string revision;
};

ExitCode run_show(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    const auto symbol = unescape(options.revision);
    std::vector<revision::Node> nodes;
    if (symbol == "current") {
        migrate::Session session(resolve_database(context.globals), settings_of(context.globals, "show"));
        nodes = revision::resolve_rows(graph, session.rows());
    } else {
        nodes = revision::resolve(graph, symbol);
    }
    const report::RevisionMarks marks{.current = {}, .verbose = true};
    if (context.globals.json()) {
        print(report::revisions_json(graph, nodes, marks) + "\n");
        return ExitCode::done;
    }
    const auto style = context.globals.out();
    for (const auto node : nodes) {
        print(report::revision_text(graph, node, marks, style));
        const auto& revision = graph.at(node);
        for (const auto& [name, section] : {std::pair{"up", &revision.up}, {"down", &revision.down}})
            print(fmt::format("{}\n{}\n", style.cyan(fmt::format("-- migrate:{}", name)),
                              *section ? (*section)->sql
                                       : style.dim("(no such section: cannot be downgraded)")));
    }
    return ExitCode::done;
}

} // namespace

void add_show(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "show", "Show a revision with its SQL", run_show, options);
    command
        .add_option("revision", options->revision, "a revision id or its prefix, head, label@head, current")
        ->type_name("REV")
        ->required();
}

} // namespace pgmend::commands
