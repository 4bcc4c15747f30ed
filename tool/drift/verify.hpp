#pragma once

#include "catalog/read.hpp"
#include "drift/world.hpp"
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
    schema::Diff diff = {};        ///< empty where a statement failed
    std::exception_ptr error = {}; ///< an Error: how it failed; null where only the schema differs
    bool is_up = true;             ///< false: it cannot go up, so what builds on it was not tried
};

struct Verified {
    std::size_t revisions = 0;    ///< revisions that succeed
    std::size_t without_down = 0; ///< of these, revisions without a down section, which were only run up
    std::vector<Broken> broken;   ///< in the order of the revisions
    std::size_t not_tried = 0;    ///< revisions that build on one that cannot go up
    schema::Model model;          ///< at the heads, unless some are broken
};

/// Runs every revision in an empty database of the world up, down, and up again: the schema after down must
/// be the one before, the one after the second up that after the first. Data are not compared. After a
/// revision that is broken it goes on in a new database in which that one has only gone up, or, where it
/// cannot, with what does not build on it. Throws Error for what is no fault of a revision.
Verified verify(const revision::Graph& graph, const migrate::Settings& settings,
                const catalog::ReadOptions& options, const World& world = {},
                const std::function<void(const std::string& revision)>& progress = {});

} // namespace pgmend::drift
