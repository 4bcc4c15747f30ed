#pragma once

#include "commands/context.hpp"
#include "maintain/index_spec.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// The indexes that shall be there: the tables [index.NAME] of pgmend.toml (table, columns, and what
/// `index create` has as options), and those of the snapshot, if there is one, that no constraint brings. The
/// first of a name wins. Throws UsageError.
std::vector<maintain::IndexSpec> load_desired_indexes(const std::string& snapshot, const Context& context);

/// There is no such index among them; with the nearest name.
UsageError unknown_desired_index(const std::string& name, const std::vector<maintain::IndexSpec>& desired,
                                 const std::string& snapshot);

} // namespace pgmend::commands
