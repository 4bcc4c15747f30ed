#pragma once

#include "statement/effects.hpp"

#include <vector>

namespace pgmend::statement {

/// Every table, view, materialised view and sequence that a parsed statement names, each once, in the order
/// of the tree; of the kind that `effects` says, else `table`. An unqualified name that a WITH query of the
/// statement bears is taken for that query.
std::vector<ObjectName> relations(const Node& statement, const std::vector<Effect>& effects);

} // namespace pgmend::statement
