#include "revision/steps.hpp"

#include "base/error.hpp"
#include "revision/resolve.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

void add_once(std::vector<Node>& nodes, Node node) {
    if (std::find(nodes.begin(), nodes.end(), node) == nodes.end())
        nodes.push_back(node);
}

// The rows that a target speaks of: those related to its branch or to a revision that it names.
std::vector<Node> rows_related(const Graph& graph, std::span<const Node> rows, const std::string& target) {
    auto names = resolve(graph, target);
    if (const auto at = target.find('@'); at != std::string::npos)
        names.push_back(resolve_branch(graph, target.substr(0, at)));
    if (names.empty())
        return {rows.begin(), rows.end()};
    return filtered(rows, lineage(graph, names, Kinship::with_dependencies));
}

// The rows while the steps are made.
class Table {
  public:
    Table(const Graph& graph, std::span<const Node> rows) : graph_(&graph), rows_(rows.begin(), rows.end()) {}

    /// Rows that an earlier step has moved already do not count.
    Step move(std::span<const Node> from, std::optional<Node> to) {
        std::vector<Node> gone, come;
        for (const Node node : from)
            if (std::erase(rows_, node) > 0)
                gone.push_back(node);
        if (to && std::find(rows_.begin(), rows_.end(), *to) == rows_.end()) {
            rows_.push_back(*to);
            come.push_back(*to);
        }
        Step step{.direction = Step::Direction::stamp, .from = graph_->ids(gone), .to = graph_->ids(come)};
        step.changes = row_changes(step.from, step.to);
        auto sorted = rows_;
        std::sort(sorted.begin(), sorted.end());
        step.rows_after = graph_->ids(sorted);
        return step;
    }

    /// Those of the rows that another one contains.
    std::vector<Node> contained() const {
        std::vector<Node> parents;
        for (const Node row : rows_)
            parents.insert(parents.end(), graph_->parents()[row].begin(), graph_->parents()[row].end());
        return filtered(rows_, graph_->ancestors(parents));
    }

  private:
    const Graph* graph_;
    std::vector<Node> rows_;
};

// What the targets ask for, taken apart.
struct Request {
    std::vector<Node> related; ///< rows that the targets speak of
    std::vector<Node> destinations;
};

Request request_of(const Graph& graph, std::span<const Node> rows, std::span<const std::string> targets) {
    Request request;
    for (const auto& target : targets) {
        for (const Node row : rows_related(graph, rows, target))
            add_once(request.related, row);
        for (const Node node : resolve(graph, target))
            add_once(request.destinations, node);
    }
    return request;
}

// Rows that contain one another. Alembic writes such rows when the second of two targets is above the row
// that the first has moved, and fails when it is below; so the former is a warning here.
void report_overlap(const Graph& graph, const Table& table, bool competed, Steps& steps) {
    const auto contained = table.contained();
    if (contained.empty() || steps.steps.empty())
        return;
    const auto message =
        fmt::format("the rows {} are not independent: {} is an ancestor of another one",
                    fmt::join(steps.steps.back().rows_after, ", "), fmt::join(graph.ids(contained), ", "));
    if (!competed) {
        steps.warnings.push_back(message + "; 'upgrade' will reject them, stamp only the others");
        return;
    }
    UsageError error("cannot stamp these targets together: " + message);
    error.with_hint("stamp only their descendants; ancestors are implied");
    throw error;
}

// True when rows of the targets are above a destination, so that the stamp goes down.
bool goes_down(const Graph& graph, std::span<const Node> rows, Node destination) {
    return !filtered(rows, graph.descendants(std::span(&destination, 1))).empty();
}

} // namespace

Steps stamp_steps(const Graph& graph, const std::vector<std::string>& rows,
                  std::span<const std::string> targets) {
    const std::string base = "base";
    const auto current = resolve_rows(graph, rows);
    const auto [related, destinations] =
        request_of(graph, current, targets.empty() ? std::span(&base, 1) : targets);
    Table table(graph, current);
    Steps steps;
    bool competed = false;
    const auto move = [&](std::span<const Node> from, std::optional<Node> to) {
        auto step = table.move(from, to);
        competed = competed || (to && step.from.size() < from.size() && goes_down(graph, from, *to));
        if (!step.changes.empty())
            steps.steps.push_back(std::move(step));
    };
    if (destinations.empty())
        for (const Node& row : related)
            move(std::span(&row, 1), std::nullopt);
    for (const Node node : destinations)
        if (std::find(related.begin(), related.end(), node) == related.end()) {
            const auto relatives =
                filtered(related, lineage(graph, std::span(&node, 1), Kinship::with_dependencies));
            // With relatives among them, all rows of the targets move at once, as Alembic has it.
            move(relatives.empty() ? std::span<const Node>() : std::span<const Node>(related), node);
        }
    report_overlap(graph, table, competed, steps);
    return steps;
}

} // namespace pgmend::revision
