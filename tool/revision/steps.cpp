#include "revision/steps.hpp"

#include "base/error.hpp"
#include "revision/destination.hpp"
#include "revision/order.hpp"
#include "revision/range.hpp"
#include "revision/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

std::vector<Node> roots_of_downgrade(const Graph& graph, const Destination& destination,
                                     std::string_view target) {
    const auto all = destination.place.is_base() ? graph.bases() : graph.children()[destination.place.node()];
    std::vector<Node> roots(all.begin(), all.end());
    if (!destination.branch || roots.size() < 2)
        return roots;
    roots = filtered(roots, reach(graph.downs(), std::span(&*destination.branch, 1)));
    if (!roots.empty())
        return roots;
    UsageError error(
        fmt::format("no descendant of '{}' is on branch '{}'", target, graph.id(*destination.branch)));
    error.with_hint("specify a revision below the branch, or remove the branch");
    throw error;
}

// What a downgrade takes back, newest first.
std::vector<Node> removal(const Graph& graph, std::span<const Node> rows, const Destination& destination,
                          std::string_view target) {
    const auto roots = roots_of_downgrade(graph, destination, target);
    auto todo = graph.descendants(roots);
    const auto applied = graph.ancestors(rows);
    for (Node node = 0; node < graph.size(); ++node)
        todo[node] = todo[node] && applied[node];
    const bool nothing = std::find(todo.begin(), todo.end(), true) == todo.end();
    const auto place = destination.place;
    if (nothing && !place.is_base() && std::find(rows.begin(), rows.end(), place.node()) == rows.end()) {
        UsageError error(fmt::format("cannot downgrade to '{}'", target));
        error
            .with_detail(rows.empty()
                             ? "nothing is applied"
                             : fmt::format("the database is at {}", fmt::join(graph.ids(rows), ", ")))
            .with_hint("the target of a downgrade must be an ancestor of the current revision, or 'base'");
        throw error;
    }
    return heads_first(graph, todo, {rows.begin(), rows.end()});
}

Step revision_step(const Graph& graph, Node node, Step::Direction direction, Applied& applied) {
    const bool is_up = direction == Step::Direction::up;
    Step step{.direction = direction, .revision = &graph.at(node)};
    step.from = graph.ids(graph.downs()[node]);
    step.to = {graph.id(node)};
    if (!is_up)
        std::swap(step.from, step.to);
    step.changes = is_up ? applied.add(node) : applied.remove(node);
    step.rows_after = applied.rows();
    return step;
}

void check_can_go_down(const Revision& revision) {
    if (revision.down)
        return;
    UsageError error(
        fmt::format("revision '{}' cannot be downgraded: its file has no '-- migrate:down'", revision.id));
    error.at({revision.path, revision.line})
        .with_revision(revision.id)
        .with_hint("add the section; leave it empty if there is nothing to do");
    throw error;
}

} // namespace

Steps upgrade_steps(const Graph& graph, const std::vector<std::string>& rows, std::string_view target) {
    const auto current = resolve_rows(graph, rows);
    auto order = range(
        graph,
        {.upper = upgrade_destination(graph, current, target), .lower = current, .implicit_base = true});
    std::reverse(order.begin(), order.end());
    Applied applied(graph, current);
    Steps steps;
    steps.steps.reserve(order.size());
    for (const Node node : order)
        steps.steps.push_back(revision_step(graph, node, Step::Direction::up, applied));
    return steps;
}

Steps downgrade_steps(const Graph& graph, const std::vector<std::string>& rows, std::string_view target) {
    const auto current = resolve_rows(graph, rows);
    Steps steps;
    const auto destination = downgrade_destination(graph, current, target, steps.warnings);
    Applied applied(graph, current);
    for (const Node node : removal(graph, current, destination, target)) {
        check_can_go_down(graph.at(node));
        steps.steps.push_back(revision_step(graph, node, Step::Direction::down, applied));
    }
    return steps;
}

} // namespace pgmend::revision
