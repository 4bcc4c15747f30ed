#pragma once

#include "revision/graph.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace pgmend::revision {

/// One statement on the version table.
struct RowChange {
    enum class Kind { insert, update, remove } kind = Kind::insert;
    std::string from; ///< the row that must be there; empty for insert
    std::string to;   ///< the row that comes; empty for remove

    bool operator==(const RowChange&) const = default;
};

/// The fewest statements that take the rows `gone` away and bring the rows `come`.
std::vector<RowChange> row_changes(std::span<const std::string> gone, std::span<const std::string> come);

/// What is applied, and the rows that stand for it: the applied revisions that no applied revision names as a
/// down_revision or dependency. A step costs as much time as its revision has parents.
class Applied {
  public:
    /// All that these rows imply. Rows that contain one another are kept until a step takes them away.
    Applied(const Graph& graph, std::span<const Node> rows);

    /// The changes when this revision has been applied; rows that it contains go.
    std::vector<RowChange> add(Node node);
    /// The changes when this revision has been taken back; parents that nothing else contains come back.
    std::vector<RowChange> remove(Node node);

    std::vector<std::string> rows() const; ///< in load order

  private:
    const Graph* graph_;
    NodeSet applied_;
    std::vector<std::uint32_t> above_; ///< how many applied revisions name a node as their parent
    std::set<Node> rows_;
};

} // namespace pgmend::revision
