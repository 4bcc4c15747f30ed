#pragma once

#include "revision/links.hpp"

#include <vector>

namespace pgmend::revision {

/// The edges of `parents` without those dependencies that an ancestor by `downs` has as a dependency too.
/// `order` has parents before children. Time grows with nodes times dependencies / 64.
Links normalized_downs_of(const Links& downs, const Links& parents, const std::vector<Node>& order);

} // namespace pgmend::revision
