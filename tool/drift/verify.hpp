#pragma once

#include "catalog/read.hpp"
#include "migrate/settings.hpp"
#include "revision/graph.hpp"
#include "schema/diff.hpp"

#include <exception>
#include <functional>
#include <string>
#include <vector>

namespace pgmend::drift {

/// A revision that fails when it is run up, down, and up again.
struct Broken {
    std::string revision;
    std::string what; ///< "its down section fails", "up after down gives another schema than up at first"
    schema::Diff diff = {};        ///< empty if a statement failed
    std::exception_ptr error = {}; ///< an Error with the failure; null if only the schema differs
    bool is_up = true; ///< false: the revision cannot go up, so the revisions after it were not tried
};

struct Verified {
    std::size_t revisions = 0;    ///< revisions that succeed
    std::size_t without_down = 0; ///< of these, revisions without a down section, which were only run up
    std::vector<Broken> broken;   ///< in the order of the revisions
    std::size_t not_tried = 0;    ///< revisions after one that cannot go up
    schema::Model model;          ///< the schema at the heads, unless some revisions are broken
};

/// Runs every revision up, down, and up again on a throwaway server. The schema after down must be the one
/// before the revision, and the schema after the second up the one after the first up. Data is not compared.
/// After a broken revision, it continues on a new server, on which that revision has only been run up. Throws
/// Error for a failure that is not caused by a revision.
Verified verify(const revision::Graph& graph, const migrate::Settings& settings,
                const catalog::ReadOptions& options,
                const std::function<void(const std::string& revision)>& progress = {});

} // namespace pgmend::drift
