#pragma once

#include "importers/tools.hpp"
#include "revision/graph.hpp"

#include <string>
#include <vector>

namespace pgmend::importers {

/// The rows of the version table with which everything that the tool has applied is applied for pgmend: the
/// applied revisions that no other applied revision follows; none if nothing is applied. Throws Error (exit
/// code 5) if there is no revision for a row, or if a revision before an applied one is not applied.
std::vector<std::string> adopted(const Tool& tool, const History& history, const revision::Graph& graph);

/// Throws Error (exit code 5) if the checksum of a file differs from the one in the tool's table.
void check_checksums(const Tool& tool, const History& history, const Project& project);

} // namespace pgmend::importers
