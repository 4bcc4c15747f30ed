#pragma once

#include "statement/effects.hpp"

#include <vector>

namespace pgmend::statement {

/// Every table, view, materialized view and sequence that a parsed statement names, without duplicates, in
/// the order of the tree. The kind is that in `effects`, otherwise `table`. Unqualified names of WITH queries
/// of the statement are not included.
std::vector<ObjectName> relations(const Node& statement, const std::vector<Effect>& effects);

} // namespace pgmend::statement
