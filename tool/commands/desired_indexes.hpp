#pragma once

#include "commands/context.hpp"
#include "maintain/index_spec.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// The desired indexes: those of the tables [index.NAME] in pgmend.toml (table, columns, and the options of
/// `index create`), and those of the snapshot, if it exists, that do not belong to a constraint. If a name
/// occurs twice, the first one counts. Throws UsageError.
std::vector<maintain::IndexSpec> load_desired_indexes(const std::string& snapshot, const Context& context);

/// The error for a name that is not among the desired indexes, with the nearest name.
UsageError unknown_desired_index(const std::string& name, const std::vector<maintain::IndexSpec>& desired,
                                 const std::string& snapshot);

} // namespace pgmend::commands
