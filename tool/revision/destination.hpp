#pragma once

#include "revision/graph.hpp"
#include "revision/walk.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// Where a downgrade goes.
struct Destination {
    Place place = Place::base();
    std::optional<Node> branch; ///< the revision whose branch alone is to go down
};

/// The revisions that an upgrade from these rows is to reach; none for base. Throws UsageError.
std::vector<Node> upgrade_destination(const Graph& graph, std::span<const Node> rows,
                                      std::string_view target);

/// Where a downgrade from these rows is to stop. Throws UsageError.
Destination downgrade_destination(const Graph& graph, std::span<const Node> rows, std::string_view target,
                                  std::vector<std::string>& warnings);

} // namespace pgmend::revision
