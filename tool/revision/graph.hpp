#pragma once

#include "revision/links.hpp"
#include "revision/revision.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pgmend::revision {

/// The graph of the revisions of a project. Immutable. Nodes are numbered in load order. Pointers and
/// references into the graph are valid as long as the graph.
///
/// `downs` are the down_revisions; `parents` are these and the dependencies. `children` and `all_children`
/// are the same edges in the opposite direction. "Real" heads and bases take both kinds of edges into
/// account.
class Graph {
  public:
    /// Throws UsageError, with the files, for duplicate ids or labels, down_revisions or dependencies that do
    /// not exist, and cycles.
    explicit Graph(std::vector<Revision> revisions);

    Graph(Graph&&) = default;
    Graph& operator=(Graph&&) = default;
    Graph(const Graph&) = delete; // its index points into its revisions
    Graph& operator=(const Graph&) = delete;

    std::size_t size() const { return revisions_.size(); }
    bool empty() const { return revisions_.empty(); }
    const std::vector<Revision>& revisions() const { return revisions_; } ///< in load order
    const Revision& at(Node node) const { return revisions_[node]; }
    const std::string& id(Node node) const { return revisions_[node].id; }
    Node node(const Revision& revision) const; ///< the node of one of the revisions of this graph

    /// The revision with exactly this id; labels and prefixes are not accepted.
    const Revision* find(std::string_view id) const;
    /// The revision with exactly this id or label.
    std::optional<Node> lookup(std::string_view id_or_label) const;
    /// All ids in load order, then all labels.
    std::vector<std::string> names() const;

    const Links& downs() const { return downs_; }
    /// down_revisions, then dependencies.
    const Links& parents() const { return parents_; }
    /// Like parents(), but without dependencies that an ancestor also has. It determines row changes and the
    /// order of steps.
    const Links& normalized_downs() const { return normalized_; }
    const Links& children() const { return children_; }
    const Links& all_children() const { return all_children_; }

    std::span<const Node> heads() const { return heads_; }
    std::span<const Node> real_heads() const { return real_heads_; }
    std::span<const Node> bases() const { return bases_; }
    bool is_head(Node node) const { return children_[node].empty(); }
    bool is_branch_point(Node node) const { return children_[node].size() > 1; }
    bool is_merge_point(Node node) const { return downs_[node].size() > 1; }

    /// Own and inherited labels. A label is inherited by all descendants. If neither the revision nor one
    /// above it is a branch point or merge point, it is also inherited downward along the unbranched line.
    const std::vector<std::string>& labels(Node node) const { return labels_[node]; }

    NodeSet ancestors(std::span<const Node> of) const { return reach(parents_, of); } ///< including `of`
    NodeSet descendants(std::span<const Node> of) const {
        return reach(all_children_, of);
    } ///< including `of`

    /// The ids of the revisions of these nodes.
    std::vector<std::string> ids(std::span<const Node> nodes) const;

  private:
    void index_names();
    void link();
    void find_ends();
    void spread_labels();

    std::vector<Revision> revisions_;
    std::unordered_map<std::string_view, Node> names_;
    Links downs_, parents_, normalized_, children_, all_children_;
    std::vector<Node> heads_, real_heads_, bases_;
    std::vector<std::vector<std::string>> labels_;
};

} // namespace pgmend::revision
