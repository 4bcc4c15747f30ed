#include "report/revisions.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::report {
namespace {

using revision::Graph;
using revision::Node;

/// The lines that run down the left side: each lane waits for the revision that it leads to.
class Lanes {
  public:
    explicit Lanes(const Style& style) : style_(style) {}

    /// The lane of a revision: the first that waits for it, or a new one.
    std::size_t enter(Node node) {
        const auto found = std::ranges::find(lanes_, node);
        if (found != lanes_.end())
            return static_cast<std::size_t>(found - lanes_.begin());
        lanes_.push_back(node);
        return lanes_.size() - 1;
    }

    std::string row(std::size_t at, std::string_view mark) const {
        std::string text;
        for (std::size_t i = 0; i < lanes_.size(); ++i)
            text += style_.color(i, i == at ? mark : "│") + " ";
        return text;
    }

    /// Other lanes that wait for the same revision end here; the text of the line that shows it, if any does.
    std::string join(std::size_t at) {
        const Node node = lanes_[at];
        std::string text;
        bool any = false;
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            const bool joins = i > at && lanes_[i] == node;
            any = any || joins;
            text += i == at ? style_.color(at, "├") + "─"
                    : joins ? style_.color(i, "┘") + " "
                            : style_.color(i, "│") + " ";
        }
        for (std::size_t i = lanes_.size(); i-- > at + 1;)
            if (lanes_[i] == node)
                lanes_.erase(lanes_.begin() + static_cast<std::ptrdiff_t>(i));
        return any ? ended(text) : std::string();
    }

    /// The revision's lane goes on to its first parent, new lanes to the others; the line that shows that.
    std::string leave(std::size_t at, std::span<const Node> parents) {
        if (parents.empty()) {
            lanes_.erase(lanes_.begin() + static_cast<std::ptrdiff_t>(at));
            return {};
        }
        lanes_[at] = parents.front();
        if (parents.size() == 1)
            return {};
        std::string text;
        for (std::size_t i = 0; i < lanes_.size(); ++i)
            text += style_.color(i, i == at ? "├" : "│") + (i >= at ? "─" : " ");
        for (std::size_t i = 1; i < parents.size(); ++i) {
            text += style_.color(lanes_.size(), "┐") + (i + 1 < parents.size() ? "─" : " ");
            lanes_.push_back(parents[i]);
        }
        return ended(text);
    }

  private:
    static std::string ended(std::string line) {
        while (line.ends_with(' '))
            line.pop_back();
        return line + "\n";
    }

    const Style& style_;
    std::vector<Node> lanes_;
};

std::string label(const Graph& graph, Node node, const RevisionMarks& marks, const Style& style) {
    const auto& revision = graph.at(node);
    std::string text = style.bold(revision.id);
    if (graph.is_head(node))
        text += style.green(" (head)");
    if (marks.current.contains(node))
        text += style.yellow(" (current)");
    if (const auto half = marks.unfinished.find(node); half != marks.unfinished.end())
        text += style.yellow(half_done(half->second));
    for (const auto& name : revision.branch_labels)
        text += fmt::format(" ({})", style.cyan(name));
    return fmt::format("{}  {}", text, revision.message);
}

} // namespace

std::string revision_tree(const Graph& graph, std::span<const Node> nodes, const RevisionMarks& marks,
                          const Style& style) {
    std::vector<bool> shown(graph.size());
    for (const auto node : nodes)
        shown[node] = true;
    Lanes lanes(style);
    std::string text;
    for (const auto node : nodes) {
        const auto at = lanes.enter(node);
        text += lanes.join(at);
        text += lanes.row(at, marks.current.contains(node) ? "●" : "○") + " " +
                label(graph, node, marks, style) + "\n";
        std::vector<Node> parents;
        std::ranges::copy_if(graph.parents()[node], std::back_inserter(parents),
                             [&](Node n) { return shown[n]; });
        text += lanes.leave(at, parents);
    }
    return text;
}

} // namespace pgmend::report
