#pragma once

#include "revision/links.hpp"

#include <vector>

namespace pgmend::revision {

class Graph;

/// All nodes in an order in which parents precede their children. Throws UsageError if there is a cycle (of
/// down_revisions, or one that includes a dependency), with all its revisions and their files.
std::vector<Node> parents_first(const Graph& graph);

} // namespace pgmend::revision
