#pragma once

#include "schema/diff.hpp"

namespace pgmend::schema {

/// Fills in `rename_of` of the unexpected objects that have a missing one of the same kind, place and shape,
/// and only one. Tables are compared by their columns.
void suspect_renames(std::vector<Finding>& findings, const Model& expected, const Model& actual);

} // namespace pgmend::schema
