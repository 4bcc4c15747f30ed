#include "revision/dependencies.hpp"

#include <algorithm>
#include <cstdint>

namespace pgmend::revision {
namespace {

// A dependency; those with the same target share a column.
struct Dependency {
    Edge edge;
    std::size_t column = 0;
    bool is_redundant = false;
};

std::vector<Dependency> dependencies_of(const Links& downs, const Links& parents) {
    constexpr auto none = static_cast<std::size_t>(-1);
    std::vector<std::size_t> column_of(parents.size(), none);
    std::vector<Dependency> dependencies;
    std::size_t columns = 0;
    for (Node node = 0; node < parents.size(); ++node)
        for (const Node parent : parents[node]) {
            const auto down = downs[node];
            if (std::find(down.begin(), down.end(), parent) != down.end())
                continue;
            if (column_of[parent] == none)
                column_of[parent] = columns++;
            dependencies.push_back({.edge = {.from = node, .to = parent}, .column = column_of[parent]});
        }
    return dependencies;
}

// One pass over the graph settles 64 columns: what each node's ancestors depend on, as bits of a word.
void settle(std::vector<Dependency>& dependencies, std::size_t batch, const Links& downs,
            const std::vector<Node>& order) {
    std::vector<std::uint64_t> own(downs.size()), inherited(downs.size());
    const auto bit = [batch](const Dependency& each) {
        return each.column / 64 == batch ? std::uint64_t{1} << (each.column % 64) : 0;
    };
    for (const auto& each : dependencies)
        own[each.edge.from] |= bit(each);
    for (const Node node : order)
        for (const Node down : downs[node])
            inherited[node] |= inherited[down] | own[down];
    for (auto& each : dependencies)
        each.is_redundant |= (inherited[each.edge.from] & bit(each)) != 0;
}

} // namespace

Links normalized_downs_of(const Links& downs, const Links& parents, const std::vector<Node>& order) {
    auto dependencies = dependencies_of(downs, parents);
    std::size_t columns = 0;
    for (const auto& each : dependencies)
        columns = std::max(columns, each.column + 1);
    for (std::size_t batch = 0; batch * 64 < columns; ++batch)
        settle(dependencies, batch, downs, order);
    std::vector<Edge> edges;
    for (Node node = 0; node < downs.size(); ++node)
        for (const Node down : downs[node])
            edges.push_back({.from = node, .to = down});
    for (const auto& each : dependencies)
        if (!each.is_redundant)
            edges.push_back(each.edge);
    return {downs.size(), edges};
}

} // namespace pgmend::revision
