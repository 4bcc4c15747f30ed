#pragma once

#include "revision/graph.hpp"
#include "revision/rows.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// One step of a command: a revision that is run up or down, or a stamp, and the changes of the rows.
struct Step {
    enum class Direction { up, down, stamp } direction = Direction::up;
    const Revision* revision = nullptr; ///< points into the graph; null for a stamp
    std::vector<std::string> from;      ///< for messages; without dependencies
    std::vector<std::string> to;
    std::vector<RowChange> changes;      ///< to be made in this order, together with the step
    std::vector<std::string> rows_after; ///< in load order
};

/// What a command will do, in order.
struct Steps {
    std::vector<Step> steps;
    std::vector<std::string> warnings;
};

/// The steps that upgrade a database with these rows to the target; none if nothing is to be done. `rows` are
/// the contents of the version table in their order. Targets: `head`, `heads`, ids, prefixes, labels,
/// `label@head`, `+N`, `label@+N`, `rev+N`, `rev-N`, …. Throws UsageError for unknown rows and targets, for
/// ambiguous targets, and for rows or targets of which one is an ancestor of another.
Steps upgrade_steps(const Graph& graph, const std::vector<std::string>& rows, std::string_view target);

/// The steps that undo all revisions above the target, first those on other branches that depend on them.
/// `-N` is relative to the first row; if there are several rows, a warning is added. Throws UsageError like
/// upgrade_steps(), for a target that is not applied, and for a revision without a `-- migrate:down`.
Steps downgrade_steps(const Graph& graph, const std::vector<std::string>& rows, std::string_view target);

/// The steps that write the targets to the version table without running SQL. Each target replaces the rows
/// of related revisions (also by dependencies); other rows remain. `base` removes rows. No targets = `base`.
/// For a purge, `rows` is empty. Throws UsageError if a second target would replace the row of the first one
/// so that one row is an ancestor of another.
Steps stamp_steps(const Graph& graph, const std::vector<std::string>& rows,
                  std::span<const std::string> targets);

} // namespace pgmend::revision
