#include "revision/walk.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

[[noreturn]] void refuse_fork(const Graph& graph, Place from, const std::vector<Node>& ways, bool is_up) {
    const auto name = from.is_base() ? std::string("base") : fmt::format("'{}'", graph.id(from.node()));
    UsageError error(fmt::format("the path {} from {} is ambiguous: {}", is_up ? "up" : "down", name,
                                 fmt::join(graph.ids(ways), ", ")));
    error.with_hint(is_up ? "specify the branch ('<label>@+N') or the revision" : "specify the revision");
    throw error;
}

std::vector<Node> above(const Graph& graph, Place from, const NodeSet* branch) {
    const auto all = from.is_base() ? graph.bases() : graph.children()[from.node()];
    std::vector<Node> ways;
    for (const Node node : all)
        if (branch == nullptr || (*branch)[node])
            ways.push_back(node);
    return ways;
}

} // namespace

std::optional<Place> walk(const Graph& graph, Place from, int steps, const NodeSet* branch) {
    for (; steps > 0; --steps) {
        const auto ways = above(graph, from, branch);
        if (ways.size() > 1)
            refuse_fork(graph, from, ways, true);
        if (ways.empty())
            return std::nullopt;
        from = Place::at(ways.front());
    }
    for (; steps < 0; ++steps) {
        if (from.is_base())
            return std::nullopt;
        const auto downs = graph.downs()[from.node()];
        if (downs.size() > 1)
            refuse_fork(graph, from, {downs.begin(), downs.end()}, false);
        from = downs.empty() ? Place::base() : Place::at(downs.front());
    }
    return from;
}

} // namespace pgmend::revision
