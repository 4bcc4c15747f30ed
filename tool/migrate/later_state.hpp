#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <string>

namespace pgmend::migrate {

/// For a statement that is in conflict with an existing object: the last of the later revisions that leaves
/// the object exactly as it is, so that the version table may be outdated; empty if there is none. This
/// requires another comparison, with everything that the files of these revisions do to the object.
/// Therefore, it is called only if there is a conflict.
///
/// Needs an open transaction in the state in which the conflict was found; changes nothing. Throws SqlError
/// for errors that the statement does not cause.
std::string later_state(Session& session, const PlannedStep& step, std::size_t index,
                        const statement::ObjectName& object, const revision::Graph* graph);

} // namespace pgmend::migrate
