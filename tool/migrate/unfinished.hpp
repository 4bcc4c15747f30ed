#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "pg/sql_error.hpp"
#include "revision/graph.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::migrate {

/// A revision that is only partially applied or undone.
struct Unfinished {
    std::string revision;
    std::string direction; ///< "up" or "down"
    std::size_t done = 0;  ///< number of finished statements, from the first
    std::size_t statements = 0;
};

/// The partially applied or undone revisions, the latest first: those with an unfinished run that agrees with
/// the rows of the version table. Uses what the session read when it was opened, but only once; otherwise, it
/// runs one query.
std::vector<Unfinished> find_unfinished(Session& session, const revision::Graph& graph);

/// The steps of a downgrade to the target that first undoes the partially applied revisions. A target `-N`
/// also counts these. `unfinished` is the result of find_unfinished(), and `counted` how many of them the
/// target counts. Throws UsageError like revision::downgrade_steps(), and for a partially applied revision
/// without a down section.
revision::Steps downgrade_steps(const revision::Graph& graph, const std::vector<std::string>& rows,
                                std::string_view target, const std::vector<Unfinished>& unfinished,
                                std::size_t counted);

/// How many of the unfinished revisions a target such as `-1` or `label@-1` counts.
std::size_t counted_by(const revision::Graph& graph, std::string_view target,
                       const std::vector<Unfinished>& unfinished);

/// Adds to the error of a statement how many statements of its step are done, and how to continue. Does
/// nothing without a ledger, or if no statement is done.
void report_rest(Error& error, const PlannedStep& step, std::size_t done);

} // namespace pgmend::migrate
