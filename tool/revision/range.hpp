#pragma once

#include "revision/graph.hpp"
#include "revision/target.hpp"
#include "revision/walk.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// The place that a relative target with a symbol (`rev+N`, `label@head-N`) refers to; nullopt if it is
/// beyond the end of the graph.
std::optional<Place> walk_from_symbol(const Graph& graph, const Target& target);

/// The bounds of a range of revisions.
struct Bounds {
    std::vector<Node> upper; ///< the newest revisions
    std::vector<Node> lower; ///< the revisions that already exist; empty = base
    bool inclusive = false;  ///< the range includes the lower revisions
    /// True: the range contains all revisions that the upper ones need. False: it contains only descendants
    /// of a lower revision by down_revision, and every lower revision must be an ancestor of an upper one.
    bool implicit_base = false;
};

/// The revisions of the range, newest first. Throws UsageError if a revision in a set is an ancestor of
/// another one in it.
std::vector<Node> range(const Graph& graph, const Bounds& bounds);

/// The revisions that `history -r` shows, newest first. The text is `[from]:[to]`; both ends are included,
/// and missing ends are base and heads. An end is a target, `current` (the rows of the version table), `-N`
/// (relative to the upper end) or `+N` (relative to the lower end).
std::vector<Node> history(const Graph& graph, std::string_view text, std::span<const std::string> rows = {});

} // namespace pgmend::revision
