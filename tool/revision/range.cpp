#include "revision/range.hpp"

#include "base/error.hpp"
#include "revision/order.hpp"
#include "revision/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

[[noreturn]] void refuse(std::string message, std::string hint) {
    UsageError error(std::move(message));
    error.with_hint(std::move(hint));
    throw error;
}

void check_no_overlap(const Graph& graph, std::span<const Node> nodes) {
    if (nodes.size() < 2)
        return;
    std::vector<Node> parents;
    for (const Node node : nodes)
        parents.insert(parents.end(), graph.parents()[node].begin(), graph.parents()[node].end());
    const auto contained = filtered(nodes, graph.ancestors(parents));
    if (contained.empty())
        return;
    std::vector<Node> rest(nodes.begin(), nodes.end());
    std::erase_if(rest, [&](Node node) {
        return std::find(contained.begin(), contained.end(), node) != contained.end();
    });
    refuse(fmt::format("some of the revisions {} are ancestors of others: {}",
                       fmt::join(graph.ids(nodes), ", "), fmt::join(graph.ids(contained), ", ")),
           fmt::format(
               "specify only {}; if they are in the version table, correct it with 'pgmend stamp --purge {}'",
               fmt::join(graph.ids(rest), ", "), fmt::join(graph.ids(rest), " ")));
}

[[noreturn]] void refuse_lower(const Graph& graph, Node lower, std::span<const Node> upper) {
    const auto names = upper.empty() ? "base" : fmt::format("{}", fmt::join(graph.ids(upper), ", "));
    UsageError error(fmt::format("revision '{}' is not an ancestor of {}", graph.id(lower), names));
    error.at({graph.at(lower).path, graph.at(lower).line})
        .with_hint("the lower end of the range must be an ancestor of the upper end");
    throw error;
}

// The ends of a history range, as text; an empty one is open.
struct Ends {
    std::string lower;
    std::string upper;
};

Ends split_ends(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        refuse(fmt::format("'{}' is not a valid range", text),
               "use [from]:[to], for example -3:current or ae10:");
    return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

bool is_relative(const std::string& end, char sign) {
    const auto at = end.find('@');
    const auto start = at == std::string::npos ? 0 : at + 1;
    return end.size() > start && end[start] == sign;
}

std::vector<Node> end_of_walk(const Target& target, std::optional<Place> place) {
    if (!place)
        refuse(fmt::format("'{}' goes beyond the end of the history", target.text),
               "'pgmend history' lists all revisions");
    return place->is_base() ? std::vector<Node>() : std::vector<Node>{place->node()};
}

std::vector<Node> absolute_end(const Graph& graph, const std::string& end,
                               std::span<const std::string> rows) {
    if (end == "current")
        return resolve_rows(graph, rows);
    const auto target = parse_target(end);
    return target.offset ? end_of_walk(target, walk_from_symbol(graph, target)) : resolve(graph, end);
}

// N steps up from the lower end, on the target's branch.
std::vector<Node> above_lower(const Graph& graph, const std::string& end, std::span<const Node> lower) {
    const auto target = parse_target(end);
    std::optional<NodeSet> branch;
    if (target.branch) {
        const Node root = resolve_branch(graph, *target.branch);
        branch = lineage(graph, std::span(&root, 1));
    }
    if (lower.size() > 1)
        refuse(fmt::format("'{}' is ambiguous: the lower end matches several revisions", end),
               "specify the upper end as a revision");
    const auto from = lower.empty() ? Place::base() : Place::at(lower.front());
    return end_of_walk(target, walk(graph, from, *target.offset, branch ? &*branch : nullptr));
}

// N steps down from each upper end, or as far as it goes.
std::vector<Node> below_upper(const Graph& graph, const std::string& end, std::span<const Node> upper) {
    const auto target = parse_target(end);
    std::vector<Node> lower;
    for (Node node : upper) {
        for (int steps = *target.offset; steps < 0; ++steps) {
            const auto place = walk(graph, Place::at(node), -1);
            if (place->is_base())
                break;
            node = place->node();
        }
        lower.push_back(node);
    }
    return lower;
}

// `label@…` as the lower end speaks of that branch only, at the upper end too.
void keep_branch(const Graph& graph, const std::string& lower, std::vector<Node>& upper) {
    const auto at = lower.find('@');
    if (at == std::string::npos)
        return;
    const auto branch = lower.substr(0, at);
    const Node root = resolve_branch(graph, branch);
    const auto related = lineage(graph, std::span(&root, 1));
    const bool is_label = graph.find(branch) == nullptr && graph.lookup(branch);
    std::erase_if(upper, [&](Node node) {
        const auto& labels = graph.labels(node);
        return is_label ? std::find(labels.begin(), labels.end(), branch) == labels.end() : !related[node];
    });
}

} // namespace

std::optional<Place> walk_from_symbol(const Graph& graph, const Target& target) {
    if (*target.offset < 0) {
        const auto start = target.branch ? *target.branch + "@" + target.symbol : target.symbol;
        return walk(graph, Place::of(resolve_one(graph, start)), *target.offset);
    }
    const auto start = Place::of(resolve_one(graph, target.symbol));
    if (!target.branch)
        return walk(graph, start, *target.offset);
    const Node root = resolve_branch(graph, *target.branch);
    const auto branch = lineage(graph, std::span(&root, 1));
    return walk(graph, start, *target.offset, &branch);
}

std::vector<Node> range(const Graph& graph, const Bounds& bounds) {
    check_no_overlap(graph, bounds.upper);
    auto todo = graph.ancestors(bounds.upper);
    if (!bounds.implicit_base)
        for (const Node node : bounds.lower)
            if (!todo[node])
                refuse_lower(graph, node, bounds.upper);
    check_no_overlap(graph, bounds.lower);
    const auto there = graph.ancestors(bounds.lower);
    const bool cut = !bounds.lower.empty() && !bounds.implicit_base;
    const auto above = cut ? reach(graph.children(), bounds.lower) : NodeSet(graph.size(), true);
    for (Node node = 0; node < graph.size(); ++node)
        todo[node] = todo[node] && !there[node] && above[node];
    if (bounds.inclusive)
        for (const Node node : bounds.lower)
            todo[node] = true;
    return heads_first(graph, todo, bounds.upper);
}

std::vector<Node> history(const Graph& graph, std::string_view text, std::span<const std::string> rows) {
    auto [from, to] = split_ends(text);
    from = from.empty() ? "base" : from;
    to = to.empty() ? "heads" : to;
    Bounds bounds{.inclusive = true};
    if (is_relative(to, '+')) {
        if (is_relative(from, '-'))
            refuse(fmt::format("both ends of '{}' are relative", text), "specify one of them as a revision");
        bounds.lower = absolute_end(graph, from, rows);
        bounds.upper = above_lower(graph, to, bounds.lower);
        keep_branch(graph, from, bounds.upper);
        return range(graph, bounds);
    }
    if (is_relative(to, '-') || is_relative(from, '+'))
        refuse(fmt::format("'{}' counts from itself", text), "'-N' can be the lower end, '+N' the upper one");
    bounds.upper = absolute_end(graph, to, rows);
    keep_branch(graph, from, bounds.upper);
    bounds.lower =
        is_relative(from, '-') ? below_upper(graph, from, bounds.upper) : absolute_end(graph, from, rows);
    return range(graph, bounds);
}

} // namespace pgmend::revision
