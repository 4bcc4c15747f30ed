#include "revision/links.hpp"

#include <utility>

namespace pgmend::revision {

Links::Links(std::size_t nodes, const std::vector<Edge>& edges) : start_(nodes + 1) {
    for (const auto& edge : edges)
        ++start_[edge.from + 1];
    for (std::size_t i = 0; i < nodes; ++i)
        start_[i + 1] += start_[i];
    std::vector<std::uint32_t> end(start_.begin(), start_.end() - 1);
    std::vector<Node> all(edges.size());
    for (const auto& edge : edges)
        all[end[edge.from]++] = edge.to;
    constexpr auto nowhere = static_cast<Node>(-1);
    std::vector<Node> last_row(nodes, nowhere); // the row in which a node was last seen, to find repeats
    to_.reserve(all.size());
    for (Node node = 0; node < nodes; ++node) {
        const auto row = std::span(all).subspan(start_[node], end[node] - start_[node]);
        start_[node] = static_cast<std::uint32_t>(to_.size());
        for (const Node to : row)
            if (std::exchange(last_row[to], node) != node)
                to_.push_back(to);
    }
    start_[nodes] = static_cast<std::uint32_t>(to_.size());
}

Links Links::reversed() const {
    std::vector<Edge> edges;
    edges.reserve(to_.size());
    for (Node node = 0; node < size(); ++node)
        for (const Node to : (*this)[node])
            edges.push_back({.from = to, .to = node});
    return {size(), edges};
}

NodeSet reach(const Links& links, std::span<const Node> from) {
    NodeSet seen(links.size());
    std::vector<Node> todo(from.begin(), from.end());
    for (const Node node : from)
        seen[node] = true;
    while (!todo.empty()) {
        const Node node = todo.back();
        todo.pop_back();
        for (const Node next : links[node])
            if (!seen[next]) {
                seen[next] = true;
                todo.push_back(next);
            }
    }
    return seen;
}

std::vector<Node> members(const NodeSet& set) {
    std::vector<Node> nodes;
    for (Node node = 0; node < set.size(); ++node)
        if (set[node])
            nodes.push_back(node);
    return nodes;
}

} // namespace pgmend::revision
