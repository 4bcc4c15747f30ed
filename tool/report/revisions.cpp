#include "report/revisions.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using revision::Graph;
using revision::Node;

std::string joined(const std::vector<std::string>& parts, std::string_view none = "") {
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text.empty() ? std::string(none) : text;
}

std::vector<std::string> ids_of(const Graph& graph, std::span<const Node> nodes) {
    return graph.ids(nodes);
}

bool is_real_head(const Graph& graph, Node node) {
    return std::ranges::find(graph.real_heads(), node) != graph.real_heads().end();
}

std::string marks_of(const Graph& graph, Node node, const RevisionMarks& marks, const Style& style) {
    std::string text;
    if (const auto labels = joined(graph.labels(node)); !labels.empty())
        text += fmt::format(" ({})", style.cyan(labels));
    if (graph.is_head(node))
        text += is_real_head(graph, node) ? style.green(" (head)") : style.green(" (effective head)");
    if (marks.current.contains(node))
        text += style.yellow(" (current)");
    if (const auto half = marks.unfinished.find(node); half != marks.unfinished.end())
        text += style.yellow(half_done(half->second));
    if (graph.is_branch_point(node))
        text += " (branch point)";
    if (graph.is_merge_point(node))
        text += " (merge point)";
    return text;
}

std::string verbose_text(const Graph& graph, Node node, const RevisionMarks& marks, const Style& style) {
    const auto& revision = graph.at(node);
    auto text =
        fmt::format("Revision:   {}{}\n", style.bold(revision.id), marks_of(graph, node, marks, style));
    text += fmt::format("{:<12}{}\n", graph.is_merge_point(node) ? "Merges:" : "Parent:",
                        joined(ids_of(graph, graph.downs()[node]), "(base)"));
    if (!revision.depends_on.empty())
        text += fmt::format("Depends on: {}\n", joined(revision.depends_on));
    if (graph.is_branch_point(node))
        text += fmt::format("Branches:   {}\n", joined(ids_of(graph, graph.children()[node])));
    text += fmt::format("File:       {}\n", revision.path);
    if (!revision.created.empty())
        text += fmt::format("Created:    {}\n", revision.created);
    return text + fmt::format("\n    {}\n\n", revision.message);
}

} // namespace

std::string revision_text(const Graph& graph, Node node, const RevisionMarks& marks, const Style& style) {
    if (marks.verbose)
        return verbose_text(graph, node, marks, style);
    const auto& revision = graph.at(node);
    const auto depends = joined(revision.depends_on);
    return fmt::format("{}{} -> {}{}, {}\n", joined(ids_of(graph, graph.downs()[node]), "(base)"),
                       depends.empty() ? "" : fmt::format(" ({})", depends), style.bold(revision.id),
                       marks_of(graph, node, marks, style), revision.message);
}

std::string revisions_json(const Graph& graph, std::span<const Node> nodes, const RevisionMarks& marks) {
    auto list = nlohmann::ordered_json::array();
    for (const auto node : nodes) {
        const auto& revision = graph.at(node);
        list.push_back({{"revision", revision.id},
                        {"down_revision", ids_of(graph, graph.downs()[node])},
                        {"branch_labels", graph.labels(node)},
                        {"depends_on", revision.depends_on},
                        {"message", revision.message},
                        {"path", revision.path},
                        {"created", revision.created},
                        {"is_head", graph.is_head(node)},
                        {"is_branch_point", graph.is_branch_point(node)},
                        {"is_merge_point", graph.is_merge_point(node)},
                        {"is_current", marks.current.contains(node)}});
        if (const auto half = marks.unfinished.find(node); half != marks.unfinished.end())
            list.back()["unfinished"] = unfinished_json(half->second);
    }
    return nlohmann::ordered_json{{"revisions", list}}.dump(2);
}

std::string revision_dot(const Graph& graph, std::span<const Node> nodes) {
    std::string text =
        "digraph revisions {\n    rankdir = BT;\n    node [shape = box, fontname = \"monospace\"];\n";
    const auto escaped = [](std::string value) {
        for (auto at = value.find_first_of("\"\\"); at != std::string::npos;
             at = value.find_first_of("\"\\", at + 2))
            value.insert(at, "\\");
        return value;
    };
    for (const auto node : nodes) {
        const auto& revision = graph.at(node);
        text += fmt::format("    \"{0}\" [label = \"{0}\\n{1}\"];\n", escaped(revision.id),
                            escaped(revision.message));
        for (const auto down : graph.downs()[node])
            text += fmt::format("    \"{}\" -> \"{}\";\n", escaped(graph.id(down)), escaped(revision.id));
        for (const auto parent : graph.parents()[node])
            if (std::ranges::find(graph.downs()[node], parent) == graph.downs()[node].end())
                text += fmt::format("    \"{}\" -> \"{}\" [style = dashed];\n", escaped(graph.id(parent)),
                                    escaped(revision.id));
    }
    return text + "}\n";
}

std::string revision_mermaid(const Graph& graph, std::span<const Node> nodes) {
    std::string text = "flowchart BT\n";
    const auto escaped = [](std::string value) {
        for (auto at = value.find('"'); at != std::string::npos; at = value.find('"', at))
            value.replace(at, 1, "#quot;");
        return value;
    };
    for (const auto node : nodes)
        text += fmt::format("    r{}[\"{}<br/>{}\"]\n", node, escaped(graph.id(node)),
                            escaped(graph.at(node).message));
    for (const auto node : nodes) {
        for (const auto down : graph.downs()[node])
            text += fmt::format("    r{} --> r{}\n", down, node);
        for (const auto parent : graph.parents()[node])
            if (std::ranges::find(graph.downs()[node], parent) == graph.downs()[node].end())
                text += fmt::format("    r{} -.-> r{}\n", parent, node);
    }
    return text;
}

} // namespace pgmend::report
