#pragma once

#include "revision/graph.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// The revisions that `[branch@]symbol` names: none for `base`, several for `heads`; `-N` alone goes N steps
/// down from each real head. A symbol is an id, a label, or the beginning of one (ids and labels of up to
/// three characters have to be written out). Throws UsageError when nothing or too much fits, for `head` with
/// several heads, and for a revision that is not on the branch.
std::vector<Node> resolve(const Graph& graph, std::string_view symbol);

/// As resolve(), for places where only one revision (or base: nullopt) makes sense.
std::optional<Node> resolve_one(const Graph& graph, std::string_view symbol);

/// The revision that a branch name means: a label, an id, or the beginning of one.
Node resolve_branch(const Graph& graph, std::string_view name);

/// The revisions of the version table's rows, in their order, each once. Throws UsageError for a row that no
/// file knows.
std::vector<Node> resolve_rows(const Graph& graph, std::span<const std::string> rows);

/// Which edges make two revisions relatives.
enum class Kinship { by_downs, with_dependencies };

/// The ancestors and descendants of these revisions, and themselves.
NodeSet lineage(const Graph& graph, std::span<const Node> of, Kinship kinship = Kinship::by_downs);

/// Those of `nodes` that are marked in `set`, in their order.
std::vector<Node> filtered(std::span<const Node> nodes, const NodeSet& set);

/// The branch tips among all that is applied when the table has these rows; more than the rows where a tip is
/// applied as another one's dependency. In load order.
std::vector<Node> current_tips(const Graph& graph, std::span<const Node> rows);

} // namespace pgmend::revision
