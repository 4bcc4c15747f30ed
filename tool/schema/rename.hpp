#pragma once

#include "schema/diff.hpp"

namespace pgmend::schema {

/// Sets `rename_of` of each unexpected object for which there is exactly one missing object with the same
/// kind, place and form. Tables are compared by their columns.
void suspect_renames(std::vector<Finding>& findings, const Model& expected, const Model& actual);

} // namespace pgmend::schema
