#pragma once

#include "revision/graph.hpp"

#include <vector>

namespace pgmend::revision {

/// The revisions in the set, children before their parents, in Alembic's order: from the first head down one
/// branch until another branch joins it, then that branch, and so on. `heads` are the starting points, in any
/// order; those that are not in the set are ignored.
std::vector<Node> heads_first(const Graph& graph, const NodeSet& todo, std::vector<Node> heads);

} // namespace pgmend::revision
