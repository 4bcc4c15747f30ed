#pragma once

#include "revision/graph.hpp"

#include <vector>

namespace pgmend::revision {

/// The marked revisions, children before parents, in the order in which Alembic takes them: from the first
/// head down one branch to where another one leads to, then that branch, and so on. `heads` are the places to
/// start from, in any order; those that are not marked do not count.
std::vector<Node> heads_first(const Graph& graph, const NodeSet& todo, std::vector<Node> heads);

} // namespace pgmend::revision
