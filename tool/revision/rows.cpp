#include "revision/rows.hpp"

namespace pgmend::revision {

std::vector<RowChange> row_changes(std::span<const std::string> gone, std::span<const std::string> come) {
    std::vector<RowChange> changes;
    const bool updates = !gone.empty() && !come.empty();
    const std::size_t kept = updates ? 1 : 0; // the last of either side make one update
    for (const auto& row : gone.first(gone.size() - kept))
        changes.push_back({.kind = RowChange::Kind::remove, .from = row});
    for (const auto& row : come.first(come.size() - kept))
        changes.push_back({.kind = RowChange::Kind::insert, .to = row});
    if (updates)
        changes.push_back({.kind = RowChange::Kind::update, .from = gone.back(), .to = come.back()});
    return changes;
}

Applied::Applied(const Graph& graph, std::span<const Node> rows)
    : graph_(&graph), applied_(graph.ancestors(rows)), above_(graph.size()), rows_(rows.begin(), rows.end()) {
    for (const Node node : members(applied_))
        for (const Node parent : graph.parents()[node])
            ++above_[parent];
}

std::vector<RowChange> Applied::add(Node node) {
    std::vector<std::string> gone;
    applied_[node] = true;
    rows_.insert(node);
    for (const Node parent : graph_->parents()[node]) {
        ++above_[parent];
        if (rows_.erase(parent) > 0)
            gone.push_back(graph_->id(parent));
    }
    return row_changes(gone, std::span(&graph_->id(node), 1));
}

std::vector<RowChange> Applied::remove(Node node) {
    std::vector<std::string> come;
    applied_[node] = false;
    rows_.erase(node);
    for (const Node parent : graph_->parents()[node])
        if (--above_[parent] == 0 && rows_.insert(parent).second)
            come.push_back(graph_->id(parent));
    return row_changes(std::span(&graph_->id(node), 1), come);
}

std::vector<std::string> Applied::rows() const {
    std::vector<std::string> ids;
    ids.reserve(rows_.size());
    for (const Node node : rows_)
        ids.push_back(graph_->id(node));
    return ids;
}

} // namespace pgmend::revision
