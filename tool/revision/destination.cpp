#include "revision/destination.hpp"

#include "base/error.hpp"
#include "revision/range.hpp"
#include "revision/resolve.hpp"
#include "revision/target.hpp"

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

[[noreturn]] void refuse(std::string message, std::string hint) {
    UsageError error(std::move(message));
    error.with_hint(std::move(hint));
    throw error;
}

[[noreturn]] void refuse_length(const Target& target) {
    refuse(fmt::format("'{}' goes beyond the end of the history", target.text),
           "'pgmend current' shows the revision of the database, 'pgmend history' shows all revisions");
}

[[noreturn]] void refuse_sign(const Target& target, std::string_view command, std::string_view other) {
    refuse(fmt::format("'{}' is not a valid target of {}", target.text, command),
           fmt::format("use {} for the other direction", other));
}

// Among the applied ancestors of the rows on the branch, those with no other above them.
std::vector<Node> tips_on(const Graph& graph, std::span<const Node> rows, const NodeSet& branch) {
    const auto active = filtered(members(graph.ancestors(rows)), branch);
    NodeSet is_below(graph.size());
    for (const Node node : active)
        for (const Node down : graph.normalized_downs()[node])
            is_below[down] = true;
    std::vector<Node> tips;
    for (const Node node : active)
        if (!is_below[node])
            tips.push_back(node);
    return tips;
}

NodeSet branch_lineage(const Graph& graph, const std::string& branch) {
    const Node root = resolve_branch(graph, branch);
    return lineage(graph, std::span(&root, 1));
}

std::optional<Place> walk_up_from_rows(const Graph& graph, std::span<const Node> rows, const Target& target) {
    std::vector<Node> starts(rows.begin(), rows.end());
    std::optional<NodeSet> branch;
    if (target.branch) {
        branch = branch_lineage(graph, *target.branch);
        starts = filtered(rows, *branch);
        if (starts.empty())
            starts = tips_on(graph, rows, *branch);
    }
    if (starts.size() > 1)
        refuse(fmt::format("'{}' is ambiguous: the database is at {}", target.text,
                           fmt::join(graph.ids(starts), ", ")),
               "specify the branch ('<label>@+N'), or the revision to count from ('<id>+N')");
    const auto start = starts.empty() ? Place::base() : Place::at(starts.front());
    return walk(graph, start, *target.offset, branch ? &*branch : nullptr);
}

// The applied revision on the branch from which `label@-N` counts.
Node applied_on_branch(const Graph& graph, std::span<const Node> rows, const Target& target) {
    const auto branch = branch_lineage(graph, *target.branch);
    auto starts = filtered(rows, branch);
    if (starts.empty())
        starts = filtered(current_tips(graph, rows), branch);
    if (starts.empty())
        refuse(fmt::format("'{}': nothing is applied on branch '{}'", target.text, *target.branch),
               "'pgmend current' shows the revision of the database");
    if (starts.size() > 1)
        refuse(fmt::format("'{}' is ambiguous: the database is at {}", target.text,
                           fmt::join(graph.ids(starts), ", ")),
               "specify the revision to downgrade to");
    return starts.front();
}

Destination below_rows(const Graph& graph, std::span<const Node> rows, const Target& target,
                       std::vector<std::string>& warnings) {
    Destination destination;
    Node start = 0;
    if (target.branch) {
        start = applied_on_branch(graph, rows, target);
        destination.branch = resolve_branch(graph, *target.branch);
    } else {
        if (rows.empty())
            refuse_length(target);
        start = rows.front();
        destination.branch = start;
        if (rows.size() > 1)
            warnings.push_back(
                fmt::format("the database is at {}; '{}' counts from {} and does not change the others; "
                            "specify the branch with '<label>@{}'",
                            fmt::join(graph.ids(rows), ", "), target.text, graph.id(start), target.text));
    }
    const auto place = walk(graph, Place::at(start), *target.offset);
    if (!place)
        refuse_length(target);
    destination.place = *place;
    return destination;
}

} // namespace

std::vector<Node> upgrade_destination(const Graph& graph, std::span<const Node> rows, std::string_view text) {
    const auto target = parse_target(text);
    if (!target.offset)
        return resolve(graph, text);
    if (target.symbol.empty() && *target.offset <= 0)
        refuse_sign(target, "upgrade", "'pgmend downgrade -N'");
    const auto place =
        target.symbol.empty() ? walk_up_from_rows(graph, rows, target) : walk_from_symbol(graph, target);
    if (!place)
        refuse_length(target);
    return place->is_base() ? std::vector<Node>() : std::vector<Node>{place->node()};
}

Destination downgrade_destination(const Graph& graph, std::span<const Node> rows, std::string_view text,
                                  std::vector<std::string>& warnings) {
    const auto target = parse_target(text);
    if (target.offset && target.symbol.empty()) {
        if (*target.offset >= 0)
            refuse_sign(target, "downgrade", "'pgmend upgrade +N'");
        return below_rows(graph, rows, target, warnings);
    }
    Destination destination;
    if (target.branch)
        destination.branch = resolve_branch(graph, *target.branch);
    if (target.offset) {
        const auto place = walk_from_symbol(graph, target);
        if (!place)
            refuse_length(target);
        destination.place = *place;
        return destination;
    }
    // A branch selects what goes down; the revision itself may be below it, where branches part.
    const bool is_head = target.symbol == "head" || target.symbol == "heads";
    destination.place = Place::of(resolve_one(graph, is_head ? text : target.symbol));
    return destination;
}

} // namespace pgmend::revision
