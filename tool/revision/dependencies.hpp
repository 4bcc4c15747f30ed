#pragma once

#include "revision/links.hpp"

#include <vector>

namespace pgmend::revision {

/// The edges of `parents` without dependencies that an ancestor (by `downs`) also has. In `order`, parents
/// must precede their children. The run time is proportional to nodes × dependencies / 64.
Links normalized_downs_of(const Links& downs, const Links& parents, const std::vector<Node>& order);

} // namespace pgmend::revision
