#pragma once

#include "revision/graph.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// The revisions that `[branch@]symbol` names: none for `base`, several for `heads`. `-N` alone is N steps
/// down from each real head. A symbol is an id, a label, or the beginning of one; ids and labels of up to
/// three characters cannot be abbreviated. Throws UsageError if there is no match or more than one, for
/// `head` if there are several heads, and for a revision that is not on the branch.
std::vector<Node> resolve(const Graph& graph, std::string_view symbol);

/// Like resolve(), for one revision; nullopt for base. Throws UsageError if there are several.
std::optional<Node> resolve_one(const Graph& graph, std::string_view symbol);

/// The revision that the name of a branch refers to: a label, an id, or the beginning of one.
Node resolve_branch(const Graph& graph, std::string_view name);

/// The revisions in the rows of the version table, in their order, without duplicates. Throws UsageError for
/// a row without a revision file.
std::vector<Node> resolve_rows(const Graph& graph, std::span<const std::string> rows);

/// Which edges are followed.
enum class Kinship { by_downs, with_dependencies };

/// These revisions and all their ancestors and descendants.
NodeSet lineage(const Graph& graph, std::span<const Node> of, Kinship kinship = Kinship::by_downs);

/// The elements of `nodes` that are in `set`, in their order.
std::vector<Node> filtered(std::span<const Node> nodes, const NodeSet& set);

/// The tips of all branches that are applied according to these rows. These are more than the rows if a tip
/// is applied as the dependency of another one. In load order.
std::vector<Node> current_tips(const Graph& graph, std::span<const Node> rows);

} // namespace pgmend::revision
