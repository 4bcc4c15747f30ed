#pragma once

#include "migrate/ledger.hpp"
#include "revision/graph.hpp"

#include <string>
#include <vector>

namespace pgmend::migrate {

/// A warning for each applied revision whose up section means something else now than when it was applied:
/// other SQL, not other comments or layout.
std::vector<std::string> changed_since_applied(Ledger& ledger, const revision::Graph& graph);

} // namespace pgmend::migrate
