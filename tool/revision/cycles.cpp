#include "revision/cycles.hpp"

#include "base/error.hpp"
#include "revision/graph.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

// Kahn's algorithm; nodes on a cycle or above one are missing from the result.
std::vector<Node> sorted(const Links& parents, const Links& children) {
    std::vector<std::size_t> waits(parents.size());
    std::vector<Node> order;
    order.reserve(parents.size());
    for (Node node = 0; node < parents.size(); ++node) {
        waits[node] = parents[node].size();
        if (waits[node] == 0)
            order.push_back(node);
    }
    for (std::size_t i = 0; i < order.size(); ++i)
        for (const Node child : children[order[i]])
            if (--waits[child] == 0)
                order.push_back(child);
    return order;
}

// One cycle, each node before a parent of its own. A node that is not in `order` has such a parent, so that
// going down from it must come back to a node seen before.
std::vector<Node> cycle_outside(const Links& parents, const std::vector<Node>& order) {
    NodeSet is_sorted(parents.size());
    for (const Node node : order)
        is_sorted[node] = true;
    const auto first = std::find(is_sorted.begin(), is_sorted.end(), false) - is_sorted.begin();
    std::vector<Node> path{static_cast<Node>(first)};
    NodeSet seen(parents.size());
    while (!seen[path.back()]) {
        seen[path.back()] = true;
        for (const Node parent : parents[path.back()])
            if (!is_sorted[parent]) {
                path.push_back(parent);
                break;
            }
    }
    const Node closing = path.back();
    path.pop_back();
    return {std::find(path.begin(), path.end(), closing), path.end()};
}

[[noreturn]] void refuse(const Graph& graph, const std::vector<Node>& cycle, bool by_dependency) {
    const auto& first = graph.at(cycle.front());
    const std::string_view key = by_dependency ? "depends_on" : "down_revision";
    std::string files;
    for (const Node node : cycle)
        files += fmt::format("{}{}: {}", files.empty() ? "" : "\n", graph.id(node),
                             to_string({graph.at(node).path, graph.at(node).line}));
    UsageError error(cycle.size() == 1 ? fmt::format("revision '{}' refers to itself in {}", first.id, key)
                                       : fmt::format("revisions form a cycle{}: {} -> {}",
                                                     by_dependency ? " through a dependency" : "",
                                                     fmt::join(graph.ids(cycle), " -> "), first.id));
    error.at({first.path, first.line})
        .with_revision(first.id)
        .with_detail(std::move(files))
        .with_hint(fmt::format("correct {} in one of these files", key));
    throw error;
}

} // namespace

std::vector<Node> parents_first(const Graph& graph) {
    auto order = sorted(graph.parents(), graph.all_children());
    if (order.size() == graph.size())
        return order;
    const auto by_downs = sorted(graph.downs(), graph.children());
    if (by_downs.size() < graph.size())
        refuse(graph, cycle_outside(graph.downs(), by_downs), false);
    refuse(graph, cycle_outside(graph.parents(), order), true);
}

} // namespace pgmend::revision
