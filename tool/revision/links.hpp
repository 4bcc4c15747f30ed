#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pgmend::revision {

/// A revision's place in load order; stands for it in all graph work.
using Node = std::uint32_t;

/// Marks on the nodes of a graph.
using NodeSet = std::vector<bool>;

struct Edge {
    Node from = 0;
    Node to = 0;
};

/// The edges of a graph, by node, in compressed rows; of the nodes that one node leads to, the order is that
/// of the edges given, each once.
class Links {
  public:
    Links() = default;
    Links(std::size_t nodes, const std::vector<Edge>& edges);

    std::size_t size() const { return start_.size() - 1; }
    std::span<const Node> operator[](Node node) const {
        return std::span(to_).subspan(start_[node], start_[node + 1] - start_[node]);
    }

    /// The same edges, walked the other way.
    Links reversed() const;

  private:
    std::vector<std::uint32_t> start_{0};
    std::vector<Node> to_;
};

/// `from` and all that can be reached from it. Linear.
NodeSet reach(const Links& links, std::span<const Node> from);

/// The marked nodes, in load order.
std::vector<Node> members(const NodeSet& set);

} // namespace pgmend::revision
