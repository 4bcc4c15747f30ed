#include "migrate/changed.hpp"

#include "migrate/ledger.hpp"
#include "statement/checksum.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

/// Of those whose files have changed, the ones that the version table's rows imply.
std::vector<const revision::Revision*> changed(Session& session, const revision::Graph& graph) {
    std::vector<const revision::Revision*> found;
    for (const auto& [id, checksum] : Ledger(session).applied_checksums()) {
        const auto* revision = graph.find(id);
        if (revision != nullptr && revision->up && !statement::is_checksum(checksum, revision->up->sql))
            found.push_back(revision);
    }
    if (found.empty())
        return found;
    std::vector<revision::Node> rows;
    for (const auto& id : session.rows())
        if (const auto* revision = graph.find(id))
            rows.push_back(graph.node(*revision));
    const auto applied = graph.ancestors(rows);
    std::erase_if(found, [&](const auto* revision) { return !applied[graph.node(*revision)]; });
    return found;
}

} // namespace

void warn_of_changes(Session& session, const revision::Graph& graph, const Listener& listener) {
    const auto found = changed(session, graph);
    std::string ids;
    for (const auto* revision : found) {
        listener.warn(fmt::format("the SQL of revision {} was changed after it was applied: {}", revision->id,
                                  revision->path));
        ids += ' ' + revision->id;
    }
    if (!found.empty())
        listener.notify(
            fmt::format("hint: restore {}, write the change as a new revision, or accept it with 'pgmend "
                        "stamp --accept{}'",
                        found.size() == 1 ? "the file" : "the files", ids));
}

} // namespace pgmend::migrate
