#include "migrate/changed.hpp"

#include "statement/checksum.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {

std::vector<std::string> changed_since_applied(Ledger& ledger, const revision::Graph& graph) {
    std::vector<std::string> warnings;
    for (const auto& [id, checksum] : ledger.applied_checksums()) {
        const auto* revision = graph.find(id);
        if (revision == nullptr || !revision->up || statement::text_checksum(revision->up->sql) == checksum)
            continue;
        warnings.push_back(fmt::format("revision {} has been applied, but its SQL has been changed since: {}",
                                       id, revision->path));
    }
    return warnings;
}

} // namespace pgmend::migrate
