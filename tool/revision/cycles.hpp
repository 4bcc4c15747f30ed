#pragma once

#include "revision/links.hpp"

#include <vector>

namespace pgmend::revision {

class Graph;

/// All nodes in an order in which parents come before children. Throws UsageError for a cycle (of
/// down_revisions, or else one that a dependency closes), with every revision on it and its file.
std::vector<Node> parents_first(const Graph& graph);

} // namespace pgmend::revision
