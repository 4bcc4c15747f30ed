#pragma once

#include "revision/graph.hpp"

#include <optional>

namespace pgmend::revision {

/// A revision, or base: the place before all of them.
class Place {
  public:
    static Place base() { return Place(std::nullopt); }
    static Place at(Node node) { return Place(node); }
    static Place of(std::optional<Node> node) { return Place(node); }

    bool is_base() const { return !node_; }
    Node node() const { return *node_; }

    bool operator==(const Place&) const = default;

  private:
    explicit Place(std::optional<Node> node) : node_(node) {}
    std::optional<Node> node_;
};

/// The place `steps` revisions above (or, negative, below) another by down_revision; nullopt when the graph
/// ends before. On the way up, only children marked in `branch` are looked at, if there is one. Throws
/// UsageError where the way forks.
std::optional<Place> walk(const Graph& graph, Place from, int steps, const NodeSet* branch = nullptr);

} // namespace pgmend::revision
