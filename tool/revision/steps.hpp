#pragma once

#include "revision/graph.hpp"
#include "revision/rows.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// One step of a command: a revision that is run up or down, or a stamp, and what becomes of the rows.
struct Step {
    enum class Direction { up, down, stamp } direction = Direction::up;
    const Revision* revision = nullptr; ///< of the graph; null for a stamp
    std::vector<std::string> from;      ///< for the log; without dependencies
    std::vector<std::string> to;
    std::vector<RowChange> changes;      ///< to be made in this order, together with the step
    std::vector<std::string> rows_after; ///< in load order
};

/// What a command will do, in order.
struct Steps {
    std::vector<Step> steps;
    std::vector<std::string> warnings;
};

/// The steps that bring a database with these rows up to the target; none when it is there already. `rows`
/// are the version table's contents in table order. Targets: `head`, `heads`, ids, prefixes, labels,
/// `label@head`,
/// `+N`, `label@+N`, `rev+N`, `rev-N`, …. Throws UsageError for unknown rows and targets, ambiguity, and rows
/// or targets that contain one another.
Steps upgrade_steps(const Graph& graph, const std::vector<std::string>& rows, std::string_view target);

/// The steps that take back what stands above the target, its dependents on other branches first. `-N` counts
/// from the first row, with a warning if there are several. Throws UsageError as upgrade_steps() does, for a
/// target that is not applied, and for a revision without a `-- migrate:down`.
Steps downgrade_steps(const Graph& graph, const std::vector<std::string>& rows, std::string_view target);

/// The steps that write the targets into the version table without running anything. Each moves the rows that
/// it is related to (also by dependency); unrelated rows stay; `base` takes rows away. No targets = `base`.
/// For a purge, `rows` is empty. Throws UsageError when a second target would move what the first has moved
/// and the rows then contain one another.
Steps stamp_steps(const Graph& graph, const std::vector<std::string>& rows,
                  std::span<const std::string> targets);

} // namespace pgmend::revision
