#pragma once

#include "revision/graph.hpp"

#include <optional>

namespace pgmend::revision {

/// A revision, or base, which is the place before all revisions.
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

/// The place `steps` revisions above (or below, if negative) another one by down_revision; nullopt if it is
/// beyond the end of the graph. On the way up, only children in `branch` are considered, if it is given.
/// Throws UsageError if there is more than one way.
std::optional<Place> walk(const Graph& graph, Place from, int steps, const NodeSet* branch = nullptr);

} // namespace pgmend::revision
