#include "migrate/changed.hpp"

#include "statement/checksum.hpp"
#include "statement/split.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

/// Empty for a section that cannot be read any more: that is an error for whoever runs it, not here.
std::string checksum_now(const revision::Revision& revision) {
    try {
        return statement::checksum(
            statement::split(revision.up->sql, {.file = revision.path, .line = revision.up->line}));
    } catch (const UsageError&) {
        return {};
    }
}

} // namespace

std::vector<std::string> changed_since_applied(Ledger& ledger, const revision::Graph& graph) {
    std::vector<std::string> warnings;
    for (const auto& [id, checksum] : ledger.applied_checksums()) {
        const auto* revision = graph.find(id);
        if (revision == nullptr || !revision->up || checksum_now(*revision) == checksum)
            continue;
        warnings.push_back(fmt::format("revision {} has been applied, but its SQL has been changed since: {}",
                                       id, revision->path));
    }
    return warnings;
}

} // namespace pgmend::migrate
