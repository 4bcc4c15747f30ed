#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "pg/sql_error.hpp"
#include "revision/graph.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::migrate {

/// A revision that is half applied or half taken back.
struct Unfinished {
    std::string revision;
    std::string direction; ///< "up" or "down"
    std::size_t done = 0;  ///< statements done, from the first
    std::size_t statements = 0;
};

/// The revisions that are half done, the latest first: those with an unfinished run that the rows of the
/// version table bear out. What the session read when it was opened is used once; else one query.
std::vector<Unfinished> find_unfinished(Session& session, const revision::Graph& graph);

/// The steps of a downgrade to the target that begins by taking back what is half applied. A target `-N`
/// counts these, too. `unfinished` is what find_unfinished() says now, `counted` how many of them the target
/// is to count. Throws UsageError as revision::downgrade_steps() does, and for a half without a down section.
revision::Steps downgrade_steps(const revision::Graph& graph, const std::vector<std::string>& rows,
                                std::string_view target, const std::vector<Unfinished>& unfinished,
                                std::size_t counted);

/// How many of the unfinished revisions a target such as `-1` or `label@-1` counts.
std::size_t counted_by(const revision::Graph& graph, std::string_view target,
                       const std::vector<Unfinished>& unfinished);

/// Adds to the error of a step's statement what is done of that step, and how to go on. Nothing without a
/// ledger or when nothing is done.
void report_rest(Error& error, const PlannedStep& step, std::size_t done);

} // namespace pgmend::migrate
