#include "revision/graph.hpp"

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "revision/cycles.hpp"
#include "revision/dependencies.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

SourceLocation place(const Revision& revision) {
    return {revision.path, revision.line};
}

[[noreturn]] void refuse_duplicate_id(const Revision& second, const Revision& first) {
    UsageError error(fmt::format("revision '{}' is defined in two files", second.id));
    error.at(place(second))
        .with_revision(second.id)
        .with_detail(fmt::format("{}\n{}", to_string(place(first)), to_string(place(second))))
        .with_hint("give one of them a new id, or remove the file that is a copy");
    throw error;
}

[[noreturn]] void refuse_duplicate_label(const std::string& label, const Revision& second,
                                         const Revision& first) {
    UsageError error(fmt::format("branch label '{}' of revision '{}' is already used by revision '{}'", label,
                                 second.id, first.id));
    error.at(place(second))
        .with_revision(second.id)
        .with_detail(fmt::format("{}\n{}", to_string(place(first)), to_string(place(second))))
        .with_hint("branch labels and revision ids share one namespace; rename the label");
    throw error;
}

[[noreturn]] void refuse_unknown(const Graph& graph, const Revision& revision, std::string_view key,
                                 const std::string& name) {
    const auto names = graph.names();
    const auto longer =
        std::find_if(names.begin(), names.end(), [&](const auto& known) { return known.starts_with(name); });
    UsageError error(fmt::format("the {} '{}' of revision '{}' does not exist{}", key, name, revision.id,
                                 longer == names.end() ? did_you_mean(name, names)
                                                       : fmt::format("; did you mean '{}'?", *longer)));
    error.at(place(revision))
        .with_revision(revision.id)
        .with_hint(fmt::format("add the missing file, or correct {} to a full revision id", key));
    throw error;
}

} // namespace

Graph::Graph(std::vector<Revision> revisions) : revisions_(std::move(revisions)) {
    index_names();
    link();
    find_ends();
    spread_labels();
}

Node Graph::node(const Revision& revision) const {
    return static_cast<Node>(&revision - revisions_.data());
}

const Revision* Graph::find(std::string_view id) const {
    const auto found = lookup(id);
    return found && revisions_[*found].id == id ? &revisions_[*found] : nullptr;
}

std::optional<Node> Graph::lookup(std::string_view id_or_label) const {
    const auto found = names_.find(id_or_label);
    return found == names_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> Graph::names() const {
    std::vector<std::string> names;
    names.reserve(names_.size());
    for (const auto& revision : revisions_)
        names.push_back(revision.id);
    for (const auto& revision : revisions_)
        names.insert(names.end(), revision.branch_labels.begin(), revision.branch_labels.end());
    return names;
}

std::vector<std::string> Graph::ids(std::span<const Node> nodes) const {
    std::vector<std::string> ids;
    ids.reserve(nodes.size());
    for (const Node node : nodes)
        ids.push_back(id(node));
    return ids;
}

void Graph::index_names() {
    names_.reserve(revisions_.size());
    for (Node node = 0; node < size(); ++node)
        if (const auto [it, is_new] = names_.emplace(id(node), node); !is_new)
            refuse_duplicate_id(revisions_[node], revisions_[it->second]);
    for (Node node = 0; node < size(); ++node)
        for (const auto& label : revisions_[node].branch_labels)
            if (const auto [it, is_new] = names_.emplace(label, node); !is_new)
                refuse_duplicate_label(label, revisions_[node], revisions_[it->second]);
}

void Graph::link() {
    std::vector<Edge> downs, parents;
    const auto add = [&](Node node, std::string_view key, const std::string& name) {
        const auto parent = lookup(name);
        if (!parent)
            refuse_unknown(*this, revisions_[node], key, name);
        parents.push_back({.from = node, .to = *parent});
    };
    for (Node node = 0; node < size(); ++node) {
        for (const auto& name : revisions_[node].down_revisions) {
            add(node, "down_revision", name);
            downs.push_back(parents.back());
        }
        for (const auto& name : revisions_[node].depends_on)
            add(node, "depends_on", name);
    }
    downs_ = Links(size(), downs);
    parents_ = Links(size(), parents);
    children_ = downs_.reversed();
    all_children_ = parents_.reversed();
    const auto order = parents_first(*this);
    normalized_ = normalized_downs_of(downs_, parents_, order);
}

void Graph::find_ends() {
    for (Node node = 0; node < size(); ++node) {
        if (children_[node].empty())
            heads_.push_back(node);
        if (all_children_[node].empty())
            real_heads_.push_back(node);
        if (downs_[node].empty())
            bases_.push_back(node);
    }
}

void Graph::spread_labels() {
    labels_.resize(size());
    for (Node node = 0; node < size(); ++node) {
        const auto& own = revisions_[node].branch_labels;
        if (own.empty())
            continue;
        const auto on_line = [&](Node each) {
            return all_children_[each].size() <= 1 && downs_[each].size() <= 1;
        };
        auto carriers = reach(children_, std::span(&node, 1));
        const auto above = members(carriers);
        if (std::all_of(above.begin(), above.end(), on_line))
            for (Node below = node; on_line(below) && !downs_[below].empty();) {
                below = downs_[below][0];
                if (on_line(below))
                    carriers[below] = true;
            }
        for (const Node carrier : members(carriers))
            labels_[carrier].insert(labels_[carrier].end(), own.begin(), own.end());
    }
}

} // namespace pgmend::revision
