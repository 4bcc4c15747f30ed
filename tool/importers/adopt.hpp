#pragma once

#include "importers/tools.hpp"
#include "revision/graph.hpp"

#include <string>
#include <vector>

namespace pgmend::importers {

/// The rows that the version table must have so that what the tool has applied is applied to us, too: those
/// of the applied revisions that no other applied one builds on; none when nothing is applied. Throws Error
/// (exit code 5) when a row has no revision, or when a revision is missing below one that is applied.
std::vector<std::string> adopted(const Tool& tool, const History& history, const revision::Graph& graph);

/// Refuses, likewise, files whose checksum is another than the tool's table has.
void check_checksums(const Tool& tool, const History& history, const Project& project);

} // namespace pgmend::importers
