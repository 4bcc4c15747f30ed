#include "revision/order.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace pgmend::revision {
namespace {

// Alembic keeps the ancestors of every listed head in a set, and asks whether the candidate is in one of
// them. Here the question is asked from the other end: what lies above the candidate and has not been taken?
// Nothing that has been taken can lie between a candidate and a listed head, and in a plan nothing untaken
// lies above a candidate that is free, so that the search ends where it begins except when it finds
// something.
class HeadsFirst {
  public:
    HeadsFirst(const Graph& graph, const NodeSet& todo, std::vector<Node> heads)
        : graph_(graph), todo_(todo), heads_(std::move(heads)), seen_(graph.size()), listed_(graph.size()),
          is_taken_(graph.size()) {
        std::sort(heads_.begin(), heads_.end());
        heads_.erase(std::unique(heads_.begin(), heads_.end()), heads_.end());
        std::erase_if(heads_, [&](Node head) { return !todo_[head]; });
    }

    std::vector<Node> take_all() {
        take_from_heads();
        // A part of the graph that was cut out may have gaps that the way down from the heads does not cross.
        for (auto rest = tops(); !rest.empty(); rest = tops()) {
            heads_ = std::move(rest);
            take_from_heads();
        }
        return std::move(taken_);
    }

  private:
    void take_from_heads() {
        below_ = graph_.ancestors(heads_);
        for (const Node head : heads_)
            listed_[head] = true;
        for (std::size_t at = 0; !heads_.empty();)
            if (const auto blocker = first_head_above(at))
                at = *blocker;
            else
                at = take(at);
    }

    std::optional<std::size_t> first_head_above(std::size_t at) {
        if (heads_.size() == 1)
            return std::nullopt;
        ++search_;
        bool found = false;
        stack_.assign(1, heads_[at]);
        while (!stack_.empty()) {
            const Node node = stack_.back();
            stack_.pop_back();
            for (const Node child : graph_.all_children()[node]) {
                if (!below_[child] || seen_[child] == search_ || is_taken_[child])
                    continue;
                seen_[child] = search_;
                found = found || listed_[child];
                stack_.push_back(child);
            }
        }
        if (!found)
            return std::nullopt;
        const auto head =
            std::find_if(heads_.begin(), heads_.end(), [&](Node each) { return seen_[each] == search_; });
        return static_cast<std::size_t>(head - heads_.begin());
    }

    // Takes the head at this place and puts what is below it in its stead; gives the place to go on with.
    std::size_t take(std::size_t at) {
        const Node head = heads_[at];
        taken_.push_back(head);
        todo_[head] = false;
        is_taken_[head] = true;
        listed_[head] = false;
        bool replaced = false;
        for (const Node down : graph_.normalized_downs()[head]) {
            if (!todo_[down] || listed_[down])
                continue;
            listed_[down] = true;
            if (replaced)
                heads_.push_back(down);
            else
                heads_[at] = down;
            replaced = true;
        }
        if (replaced)
            return at;
        heads_.erase(heads_.begin() + static_cast<std::ptrdiff_t>(at));
        return at == 0 ? 0 : at - 1;
    }

    // What is left and has nothing left above it.
    std::vector<Node> tops() const {
        auto rest = members(todo_);
        std::vector<Node> parents;
        for (const Node node : rest)
            parents.insert(parents.end(), graph_.parents()[node].begin(), graph_.parents()[node].end());
        const auto covered = graph_.ancestors(parents);
        std::erase_if(rest, [&](Node node) { return covered[node]; });
        return rest;
    }

    const Graph& graph_;
    NodeSet todo_;
    std::vector<Node> heads_; // the list that the order is about
    NodeSet below_;           // ancestors of the heads that the walk began with
    std::vector<std::uint32_t> seen_;
    NodeSet listed_;
    NodeSet is_taken_;
    std::vector<Node> stack_;
    std::vector<Node> taken_;
    std::uint32_t search_ = 0;
};

} // namespace

std::vector<Node> heads_first(const Graph& graph, const NodeSet& todo, std::vector<Node> heads) {
    return HeadsFirst(graph, todo, std::move(heads)).take_all();
}

} // namespace pgmend::revision
