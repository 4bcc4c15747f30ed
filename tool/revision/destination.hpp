#pragma once

#include "revision/graph.hpp"
#include "revision/walk.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// The destination of a downgrade.
struct Destination {
    Place place = Place::base();
    std::optional<Node> branch; ///< if set, only the branch of this revision is downgraded
};

/// The revisions that an upgrade from these rows must reach; none for base. Throws UsageError.
std::vector<Node> upgrade_destination(const Graph& graph, std::span<const Node> rows,
                                      std::string_view target);

/// The destination of a downgrade from these rows. Throws UsageError.
Destination downgrade_destination(const Graph& graph, std::span<const Node> rows, std::string_view target,
                                  std::vector<std::string>& warnings);

} // namespace pgmend::revision
