#pragma once

#include "catalog/read.hpp"
#include "migrate/settings.hpp"
#include "revision/graph.hpp"
#include "schema/diff.hpp"

#include <functional>
#include <optional>
#include <string>

namespace pgmend::drift {

/// The first revision whose round trip does not hold.
struct Broken {
    std::string revision;
    std::string what; ///< "down does not restore what was before", "up after down gives another schema"
    schema::Diff diff;
};

struct Verified {
    std::size_t revisions = 0;    ///< whose round trip holds
    std::size_t without_down = 0; ///< of these, not tried: they cannot be undone
    std::optional<Broken> broken;
    schema::Model model; ///< at the heads, unless broken
};

/// Runs every revision on a throwaway server up, down, and up again: the schema after down must be the one
/// before, the one after the second up that after the first. Data are not compared. Throws Error when a
/// statement fails.
Verified verify(const revision::Graph& graph, const migrate::Settings& settings,
                const catalog::ReadOptions& options,
                const std::function<void(const std::string& revision)>& progress = {});

} // namespace pgmend::drift
