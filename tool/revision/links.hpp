#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pgmend::revision {

/// The position of a revision in load order. It identifies the revision in all graph algorithms.
using Node = std::uint32_t;

/// A set of nodes of a graph, as one bit per node.
using NodeSet = std::vector<bool>;

struct Edge {
    Node from = 0;
    Node to = 0;
};

/// The edges of a graph in compressed sparse rows. The successors of a node are in the order in which the
/// edges were given, without duplicates.
class Links {
  public:
    Links() = default;
    Links(std::size_t nodes, const std::vector<Edge>& edges);

    std::size_t size() const { return start_.size() - 1; }
    std::span<const Node> operator[](Node node) const {
        return std::span(to_).subspan(start_[node], start_[node + 1] - start_[node]);
    }

    /// The same edges in the opposite direction.
    Links reversed() const;

  private:
    std::vector<std::uint32_t> start_{0};
    std::vector<Node> to_;
};

/// `from` and all nodes that can be reached from it, in linear time.
NodeSet reach(const Links& links, std::span<const Node> from);

/// The nodes in the set, in load order.
std::vector<Node> members(const NodeSet& set);

} // namespace pgmend::revision
