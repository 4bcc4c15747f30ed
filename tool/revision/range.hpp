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

/// The place that a relative target with a symbol (`rev+N`, `label@head-N`) leads to; nullopt when the graph
/// ends before.
std::optional<Place> walk_from_symbol(const Graph& graph, const Target& target);

/// The revisions between two sets, which bounds count as their ends.
struct Bounds {
    std::vector<Node> upper; ///< the last ones
    std::vector<Node> lower; ///< what is there already; empty = base
    bool inclusive = false;  ///< take the lower ones as well
    /// True: all that the upper ones need is taken. False: only what stands above a lower one by
    /// down_revision, and every lower one must be an ancestor of an upper one.
    bool implicit_base = false;
};

/// The revisions of the range, newest first. Throws UsageError when members of one set contain one another.
std::vector<Node> range(const Graph& graph, const Bounds& bounds);

/// What `history -r` shows, newest first: `[from]:[to]`, both ends included, open ends meaning base and
/// heads. An end is a target, `current` (the rows of the version table), `-N` (from the upper end) or `+N`
/// (from the lower end).
std::vector<Node> history(const Graph& graph, std::string_view text, std::span<const std::string> rows = {});

} // namespace pgmend::revision
