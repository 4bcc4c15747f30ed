#pragma once

#include "revision/graph.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace pgmend::revision {

/// One change of a row of the version table.
struct RowChange {
    enum class Kind { insert, update, remove } kind = Kind::insert;
    std::string from; ///< the row that must exist; empty for insert
    std::string to;   ///< the new row; empty for remove

    bool operator==(const RowChange&) const = default;
};

/// The smallest number of changes that remove the rows `gone` and add the rows `come`.
std::vector<RowChange> row_changes(std::span<const std::string> gone, std::span<const std::string> come);

/// The set of applied revisions, and the rows that represent it: the applied revisions that are not the
/// down_revision or dependency of another applied revision. The time for a step is proportional to the number
/// of parents of its revision.
class Applied {
  public:
    /// All revisions that these rows imply. A row that is an ancestor of another row is kept until a step
    /// removes it.
    Applied(const Graph& graph, std::span<const Node> rows);

    /// The changes after this revision has been applied. Rows of its ancestors are removed.
    std::vector<RowChange> add(Node node);
    /// The changes after this revision has been undone. Parents that no other row implies become rows again.
    std::vector<RowChange> remove(Node node);

    std::vector<std::string> rows() const; ///< in load order

  private:
    const Graph* graph_;
    NodeSet applied_;
    std::vector<std::uint32_t> above_; ///< for each node, how many applied revisions have it as a parent
    std::set<Node> rows_;
};

} // namespace pgmend::revision
