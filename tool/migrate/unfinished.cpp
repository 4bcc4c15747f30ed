#include "migrate/unfinished.hpp"

#include "migrate/ledger.hpp"
#include "revision/resolve.hpp"
#include "revision/target.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using Direction = revision::Step::Direction;
using revision::Node;

/// What these rows imply, as far as files know them.
revision::NodeSet applied_with(const revision::Graph& graph, const std::vector<std::string>& rows) {
    std::vector<Node> known;
    for (const auto& id : rows)
        if (const auto* revision = graph.find(id))
            known.push_back(graph.node(*revision));
    return graph.ancestors(known);
}

std::vector<std::string> parents_of(const revision::Revision& revision) {
    auto parents = revision.down_revisions;
    parents.insert(parents.end(), revision.depends_on.begin(), revision.depends_on.end());
    return parents;
}

/// On the way up the revision is not applied and its parents are, the same as when it was begun; on the way
/// down it is.
bool is_confirmed(const OpenRun& run, const revision::Graph& graph, const revision::NodeSet& applied) {
    const auto* revision = graph.find(run.revision);
    if (revision == nullptr)
        return true;
    const auto node = graph.node(*revision);
    if (run.direction == "down")
        return applied[node];
    return !applied[node] && (!run.parents || *run.parents == parents_of(*revision)) &&
           std::ranges::all_of(graph.parents()[node], [&](Node parent) { return applied[parent]; });
}

revision::Step taking_back(const revision::Graph& graph, const Unfinished& unfinished,
                           const std::vector<std::string>& rows) {
    const auto* revision = graph.find(unfinished.revision);
    if (revision == nullptr || !revision->down) {
        UsageError error(
            fmt::format("revision {} is partially applied and cannot be downgraded: {}", unfinished.revision,
                        revision == nullptr ? "it has no file" : "its file has no '-- migrate:down'"));
        if (revision != nullptr)
            error.at({.file = revision->path, .line = revision->line});
        error.with_revision(unfinished.revision)
            .with_detail(
                fmt::format("{} of its {} statements are done", unfinished.done, unfinished.statements))
            .with_hint(fmt::format(
                "finish it with 'pgmend upgrade', add the section, or undo the statements by hand and record "
                "that with 'pgmend stamp {}'",
                rows.empty() ? "base" : fmt::format("{}", fmt::join(rows, " "))));
        throw error;
    }
    const auto node = graph.node(*revision);
    return {.direction = Direction::down,
            .revision = revision,
            .from = {revision->id},
            .to = graph.ids(graph.downs()[node]),
            .rows_after = rows};
}

} // namespace

std::vector<Unfinished> find_unfinished(Session& session, const revision::Graph& graph) {
    std::vector<OpenRun> runs;
    if (const auto read = session.take_unfinished())
        runs = open_runs_of(*read);
    else
        runs = Ledger(session).open_runs();
    const auto applied = applied_with(graph, session.rows());
    std::vector<Unfinished> found;
    for (const auto& run : runs)
        if (run.holds && run.done > 0 && is_confirmed(run, graph, applied))
            found.push_back({.revision = run.revision,
                             .direction = run.direction,
                             .done = run.done,
                             .statements = run.statements});
    return found;
}

std::size_t counted_by(const revision::Graph& graph, std::string_view text,
                       const std::vector<Unfinished>& unfinished) {
    const auto target = revision::parse_target(text);
    if (!target.offset || !target.symbol.empty() || *target.offset >= 0)
        return 0;
    std::optional<revision::NodeSet> branch;
    if (target.branch) {
        const auto node = revision::resolve_branch(graph, *target.branch);
        branch = revision::lineage(graph, std::span(&node, 1));
    }
    const auto counts = std::ranges::count_if(unfinished, [&](const Unfinished& one) {
        const auto* revision = graph.find(one.revision);
        return one.direction == "up" && revision != nullptr && (!branch || (*branch)[graph.node(*revision)]);
    });
    return std::min(static_cast<std::size_t>(counts), static_cast<std::size_t>(-*target.offset));
}

revision::Steps downgrade_steps(const revision::Graph& graph, const std::vector<std::string>& rows,
                                std::string_view text, const std::vector<Unfinished>& unfinished,
                                std::size_t counted) {
    std::vector<revision::Step> first;
    for (const auto& one : unfinished)
        if (one.direction == "up")
            first.push_back(taking_back(graph, one, rows));
    revision::Steps steps;
    if (counted == 0) {
        steps = revision::downgrade_steps(graph, rows, text);
    } else {
        const auto target = revision::parse_target(text);
        const auto left = static_cast<std::size_t>(-*target.offset) - counted;
        if (left > 0)
            steps = revision::downgrade_steps(
                graph, rows, fmt::format("{}-{}", target.branch ? *target.branch + "@" : "", left));
    }
    steps.steps.insert(steps.steps.begin(), first.begin(), first.end());
    return steps;
}

void report_rest(Error& error, const PlannedStep& step, std::size_t done) {
    if (done == 0 || error.code() == ExitCode::interrupted)
        return;
    const bool up = step.step.direction == Direction::up;
    const auto rest =
        fmt::format("{} of the {} statements of {} are done and remain; 'pgmend {}' continues after them{}",
                    done, step.size(), step.id(), up ? "upgrade" : "downgrade",
                    step.down_sql ? ", and 'pgmend downgrade -1' reverts them" : "");
    error.with_hint(error.hint().empty() ? rest : fmt::format("{}; {}", error.hint(), rest));
}

} // namespace pgmend::migrate
