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

/// The revisions of a project and how they hang together. Immutable; nodes count in load order, pointers and
/// references into it live as long as it does.
///
/// Words: `downs` are the down_revisions, `parents` those plus the dependencies; `children` and
/// `all_children` are the same edges upwards. "Real" heads and bases look at both kinds of edge.
class Graph {
  public:
    /// Throws UsageError, with the files concerned, for ids or labels that stand twice, down_revisions or
    /// dependencies that no file has, and cycles.
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
    Node node(const Revision& revision) const; ///< of one of this graph's revisions

    /// The revision of exactly this id; no label, no prefix.
    const Revision* find(std::string_view id) const;
    /// The revision of exactly this id, or that carries exactly this label.
    std::optional<Node> lookup(std::string_view id_or_label) const;
    /// All ids in load order, then all labels.
    std::vector<std::string> names() const;

    const Links& downs() const { return downs_; }
    /// down_revisions, then dependencies.
    const Links& parents() const { return parents_; }
    /// As parents(), without dependencies that an ancestor declares too; row changes and step order go by it.
    const Links& normalized_downs() const { return normalized_; }
    const Links& children() const { return children_; }
    const Links& all_children() const { return all_children_; }

    std::span<const Node> heads() const { return heads_; }
    std::span<const Node> real_heads() const { return real_heads_; }
    std::span<const Node> bases() const { return bases_; }
    bool is_head(Node node) const { return children_[node].empty(); }
    bool is_branch_point(Node node) const { return children_[node].size() > 1; }
    bool is_merge_point(Node node) const { return downs_[node].size() > 1; }

    /// Own and inherited labels: a label spreads to all descendants, and downwards along the unbranched line
    /// that its revision stands on when nothing above the revision branches or merges.
    const std::vector<std::string>& labels(Node node) const { return labels_[node]; }

    NodeSet ancestors(std::span<const Node> of) const { return reach(parents_, of); } ///< itself included
    NodeSet descendants(std::span<const Node> of) const {
        return reach(all_children_, of);
    } ///< itself included

    /// The revisions of these nodes' ids.
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
