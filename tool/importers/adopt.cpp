#include "importers/adopt.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

using revision::Graph;
using revision::Node;
using revision::NodeSet;

constexpr std::size_t max_named = 10;

/// "a, b, c and 7 more"
std::string listed(const std::vector<std::string>& names) {
    const auto shown = std::min(names.size(), max_named);
    auto text =
        fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (shown < names.size())
        text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

/// Finds revisions by what a tool's table calls them.
class Finder {
  public:
    Finder(const Tool& tool, const Graph& graph) : graph_(graph) {
        if (!tool.by_version)
            return;
        for (Node node = 0; node < graph.size(); ++node)
            if (const auto version = Version::parse(graph.id(node)))
                versions_.emplace(*version, node);
    }

    std::optional<Node> find(const Entry& entry) const {
        for (const auto& id : entry.ids) {
            if (const auto* const revision = graph_.find(id))
                return graph_.node(*revision);
            const auto version = Version::parse(id);
            if (const auto known = version ? versions_.find(*version) : versions_.end();
                known != versions_.end())
                return known->second;
        }
        return std::nullopt;
    }

    std::vector<Node> up_to(const Version& last) const {
        std::vector<Node> nodes;
        for (auto it = versions_.begin(); it != versions_.end() && it->first <= last; ++it)
            nodes.push_back(it->second);
        return nodes;
    }

  private:
    const Graph& graph_;
    std::map<Version, Node> versions_;
};

/// So many revisions of a line, from its only base on.
std::vector<Node> first_of_line(const Graph& graph, std::size_t count) {
    std::vector<Node> nodes;
    for (Node node = 0; node < graph.size() && nodes.empty() && count > 0; ++node)
        if (graph.at(node).down_revisions.empty())
            nodes.push_back(node);
    while (nodes.size() < count) {
        const auto& children = graph.all_children()[nodes.back()];
        if (children.size() != 1)
            throw Error(fmt::format("{} migrations are applied, but there are only {} revisions in line",
                                    count, nodes.size()),
                        ExitCode::conflict)
                .with_hint("import the project as it was when they were applied");
        nodes.push_back(children.front());
    }
    return nodes;
}

NodeSet applied_nodes(const Tool& tool, const History& history, const Graph& graph) {
    const Finder finder(tool, graph);
    NodeSet applied(graph.size());
    std::vector<std::string> unknown;
    for (const auto& entry : history.applied) {
        if (const auto node = finder.find(entry))
            applied[*node] = true;
        else
            unknown.push_back(entry.kind.empty() || entry.kind == "SQL"
                                  ? entry.name
                                  : fmt::format("{} ({})", entry.name, entry.kind));
    }
    if (!unknown.empty())
        throw Error(
            fmt::format("{} has applied migrations without a revision file: {}", tool.title, listed(unknown)),
            ExitCode::conflict)
            .with_hint(
                "import the project as it was when they were applied, or write the missing revisions by hand "
                "with their ids; if they are lost, record the revision of the database with 'pgmend stamp "
                "REVISION'");
    if (history.through)
        for (const Node node : finder.up_to(*history.through))
            applied[node] = true;
    for (const Node node : first_of_line(graph, history.first))
        applied[node] = true;
    return applied;
}

/// What to stamp so that the missing revisions are next.
std::string below_of(const Graph& graph, const std::vector<std::string>& missing) {
    for (const auto& id : missing)
        for (const auto& parent : graph.find(id)->down_revisions)
            if (std::ranges::find(missing, parent) == missing.end())
                return parent;
    return "base";
}

void refuse_gaps(const Tool& tool, const Graph& graph, const NodeSet& applied) {
    const auto nodes = revision::members(applied);
    const auto below = graph.ancestors(nodes);
    std::vector<std::string> missing;
    for (const Node node : revision::members(below))
        if (!applied[node])
            missing.push_back(graph.id(node));
    if (missing.empty())
        return;
    throw Error(
        fmt::format("{} has not applied {}, but has applied later migrations", tool.title, listed(missing)),
        ExitCode::conflict)
        .with_hint(
            fmt::format("apply the missing migrations with {} first, then adopt; or record what is below "
                        "them with 'pgmend stamp {}': 'pgmend upgrade' then runs the missing ones and "
                        "skips what already exists, as 'pgmend plan' shows",
                        tool.title, below_of(graph, missing)));
}

} // namespace

std::vector<std::string> adopted(const Tool& tool, const History& history, const Graph& graph) {
    const auto applied = applied_nodes(tool, history, graph);
    refuse_gaps(tool, graph, applied);
    std::vector<std::string> rows;
    for (const Node node : revision::members(applied))
        if (std::ranges::none_of(graph.all_children()[node], [&](Node child) { return applied[child]; }))
            rows.push_back(graph.id(node));
    return rows;
}

void check_checksums(const Tool& tool, const History& history, const Project& project) {
    for (const auto& entry : history.applied)
        for (const auto& migration : project.migrations) {
            const bool same_name = Version::parse(migration.name) == Version::parse(entry.name);
            if (!same_name || entry.checksum.empty() || migration.checksum.empty() ||
                entry.checksum == migration.checksum)
                continue;
            throw Error(fmt::format("{} has been changed since {} applied it", migration.up.file, tool.title),
                        ExitCode::conflict)
                .at({.file = migration.up.file})
                .with_detail(fmt::format("The checksum is {} in {} and {} in the file.", entry.checksum,
                                         tool.table, migration.checksum))
                .with_hint("restore the file, or accept the change with 'flyway repair'");
        }
}

} // namespace pgmend::importers
