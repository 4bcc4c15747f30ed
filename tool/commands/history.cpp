#include "commands/command.hpp"
#include "commands/show_migration.hpp"
#include "report/revisions.hpp"
#include "revision/range.hpp"
#include "revision/resolve.hpp"

#include <optional>

#include <CLI/CLI.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    std::string range;
    bool graph = false;
    bool indicate_current = false;
};

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

/// What the database is at, and what is half done in it.
void mark(report::RevisionMarks& marks, const revision::Graph& graph, migrate::Session& session) {
    const auto current = revision::resolve_rows(graph, session.rows());
    marks.current = {current.begin(), current.end()};
    for (auto& line : lines_of(migrate::find_unfinished(session, graph)))
        if (const auto* revision = graph.find(line.revision))
            marks.unfinished.emplace(graph.node(*revision), std::move(line));
}

ExitCode run_history(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    auto settings = settings_of(context.globals, "history");
    settings.find_unfinished = options.indicate_current;
    std::optional<migrate::Session> session;
    if (options.indicate_current || options.range.find("current") != std::string::npos)
        session.emplace(resolve_database(context.globals), settings);
    const auto nodes = revision::history(graph, options.range.empty() ? ":" : unescape(options.range),
                                         session ? session->rows() : std::vector<std::string>());
    report::RevisionMarks marks{.verbose = context.globals.verbose};
    if (options.indicate_current)
        mark(marks, graph, *session);
    print(drawn(graph, nodes, marks, options, context.globals));
    return ExitCode::done;
}

} // namespace

void add_history(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "history", "List the revisions, newest first", run_history, options);
    command
        .add_option("-r,--rev-range", options->range,
                    "FROM:TO, FROM:, :TO; also current, base, head, -3:current")
        ->type_name("REV:REV");
    command.add_flag("--graph", options->graph, "draw the revisions as a tree");
    command.add_flag("-i,--indicate-current", options->indicate_current,
                     "mark the current revision of the database and unfinished ones");
    command.footer("\nExamples:\n  pgmend history --graph\n  pgmend history -r ae10:head\n"
                   "  pgmend history --format dot | dot -Tsvg > revisions.svg     (or --format mermaid)\n");
}

} // namespace pgmend::commands
