#include "revision/resolve.hpp"

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "revision/target.hpp"
#include "revision/walk.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

constexpr std::size_t longest_unabbreviated = 3;

[[noreturn]] void refuse(std::string message, std::string hint, std::string detail = {}) {
    UsageError error(std::move(message));
    error.with_hint(std::move(hint)).with_detail(std::move(detail));
    throw error;
}

[[noreturn]] void refuse_heads(const Graph& graph, std::string_view symbol, std::span<const Node> heads) {
    refuse(fmt::format("'{}' matches several heads: {}", symbol, fmt::join(graph.ids(heads), ", ")),
           "specify one of them, use '<label>@head', or use 'heads' for all of them; 'pgmend merge heads' "
           "joins them");
}

[[noreturn]] void refuse_unknown(const Graph& graph, std::string_view symbol) {
    const auto names = graph.names();
    refuse(fmt::format("revision or branch label '{}' does not exist{}", symbol, did_you_mean(symbol, names)),
           symbol.size() <= longest_unabbreviated
               ? "a prefix must have at least four characters; 'pgmend history' lists all revisions"
               : "'pgmend history' lists all revisions");
}

[[noreturn]] void refuse_ambiguous(std::string_view symbol, const std::vector<std::string>& matches) {
    constexpr std::size_t shown = 10;
    const auto some = std::span(matches).first(std::min(shown, matches.size()));
    refuse(fmt::format("'{}' is a prefix of {} ids or labels", symbol, matches.size()), "use a longer prefix",
           fmt::format("{}{}", fmt::join(some, ", "), some.size() < matches.size() ? ", …" : ""));
}

// Ids and labels that begin so, on the branch's lineage if there is one.
std::vector<std::string> matches(const Graph& graph, std::string_view prefix, const NodeSet* on_branch) {
    auto names = graph.names();
    std::erase_if(names, [&](const auto& name) {
        return name.size() <= longest_unabbreviated || !name.starts_with(prefix) ||
               (on_branch != nullptr && !(*on_branch)[*graph.lookup(name)]);
    });
    return names;
}

Node resolve_name(const Graph& graph, std::string_view name, const NodeSet* on_branch = nullptr) {
    if (const auto found = graph.lookup(name))
        return *found;
    const auto fitting = matches(graph, name, on_branch);
    if (fitting.empty())
        refuse_unknown(graph, name);
    if (fitting.size() > 1)
        refuse_ambiguous(name, fitting);
    return *graph.lookup(fitting.front());
}

Node resolve_on_branch(const Graph& graph, std::string_view name, const std::string& branch) {
    const Node root = resolve_branch(graph, branch);
    const auto on_branch = lineage(graph, std::span(&root, 1));
    const Node node = resolve_name(graph, name, &on_branch);
    if (!on_branch[node])
        refuse(fmt::format("revision '{}' is not on branch '{}'", graph.id(node), branch),
               "remove the branch, or specify one that contains the revision");
    return node;
}

std::vector<Node> resolve_heads(const Graph& graph, const Target& target) {
    const bool all = target.symbol == "heads";
    if (!target.branch && all)
        return {graph.real_heads().begin(), graph.real_heads().end()};
    std::vector<Node> heads(graph.heads().begin(), graph.heads().end());
    if (target.branch) {
        const Node root = resolve_branch(graph, *target.branch);
        heads = filtered(heads, lineage(graph, std::span(&root, 1)));
    }
    if (!all && heads.size() > 1)
        refuse_heads(graph, target.text, heads);
    return heads;
}

std::vector<Node> below_heads(const Graph& graph, const Target& target) {
    std::vector<Node> nodes;
    for (const Node head : graph.real_heads()) {
        const auto& labels = graph.labels(head);
        if (target.branch && std::find(labels.begin(), labels.end(), *target.branch) == labels.end())
            continue;
        const auto place = walk(graph, Place::at(head), *target.offset);
        if (!place || place->is_base())
            refuse(fmt::format("fewer than {} revisions below head '{}'", -*target.offset, graph.id(head)),
                   "'pgmend history' lists all revisions; 'base' is the state before the first one");
        nodes.push_back(place->node());
    }
    return nodes;
}

} // namespace

std::vector<Node> resolve(const Graph& graph, std::string_view symbol) {
    const auto target = parse_target(symbol);
    if (target.offset && target.symbol.empty() && *target.offset < 0)
        return below_heads(graph, target);
    if (target.offset)
        refuse(fmt::format("'{}' is a relative target, which is not allowed here", symbol),
               "specify a revision");
    if (target.symbol == "head" || target.symbol == "heads")
        return resolve_heads(graph, target);
    if (target.branch && target.symbol == "base") {
        resolve_branch(graph, *target.branch); // must exist, though nothing is below its base
        return {};
    }
    if (target.symbol == "base")
        return {};
    if (target.branch)
        return {resolve_on_branch(graph, target.symbol, *target.branch)};
    return {resolve_name(graph, target.symbol)};
}

std::optional<Node> resolve_one(const Graph& graph, std::string_view symbol) {
    const auto nodes = resolve(graph, symbol);
    if (nodes.size() > 1)
        refuse_heads(graph, symbol, nodes);
    return nodes.empty() ? std::nullopt : std::optional(nodes.front());
}

Node resolve_branch(const Graph& graph, std::string_view name) {
    if (const auto found = graph.lookup(name))
        return *found;
    if (const auto fitting = matches(graph, name, nullptr); fitting.size() == 1)
        return *graph.lookup(fitting.front());
    else if (fitting.size() > 1)
        refuse_ambiguous(name, fitting);
    refuse(fmt::format("branch '{}' does not exist{}", name, did_you_mean(name, graph.names())),
           "specify a branch label or a revision on the branch; 'pgmend branches' and 'pgmend heads' show "
           "them");
}

std::vector<Node> resolve_rows(const Graph& graph, std::span<const std::string> rows) {
    std::vector<Node> nodes;
    for (const auto& row : rows) {
        const auto* revision = graph.find(row);
        if (revision == nullptr) {
            UsageError error(fmt::format("the database is at revision '{}', which has no file here{}", row,
                                         did_you_mean(row, graph.names())));
            error.with_revision(row).with_hint(
                "add the file (from another branch or a newer checkout), or overwrite the version table with "
                "'pgmend stamp --purge <revision>' if the schema is known to be at that revision");
            throw error;
        }
        const Node node = graph.node(*revision);
        if (std::find(nodes.begin(), nodes.end(), node) == nodes.end())
            nodes.push_back(node);
    }
    return nodes;
}

NodeSet lineage(const Graph& graph, std::span<const Node> of, Kinship kinship) {
    const bool deps = kinship == Kinship::with_dependencies;
    auto set = reach(deps ? graph.parents() : graph.downs(), of);
    const auto above = reach(deps ? graph.all_children() : graph.children(), of);
    for (std::size_t i = 0; i < set.size(); ++i)
        if (above[i])
            set[i] = true;
    return set;
}

std::vector<Node> filtered(std::span<const Node> nodes, const NodeSet& set) {
    std::vector<Node> kept;
    for (const Node node : nodes)
        if (set[node])
            kept.push_back(node);
    return kept;
}

std::vector<Node> current_tips(const Graph& graph, std::span<const Node> rows) {
    const auto applied = graph.ancestors(rows);
    auto tips = members(applied);
    std::erase_if(tips, [&](Node node) {
        const auto children = graph.children()[node];
        return std::any_of(children.begin(), children.end(), [&](Node child) { return applied[child]; });
    });
    return tips;
}

} // namespace pgmend::revision
