#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <string>

namespace pgmend::migrate {

/// For a statement of a step that is in conflict with what is there: the last of the revisions behind the
/// step that leaves the object just as it is, so that only the version table may be behind; empty where none
/// does. It compares once more, with all that the files of those revisions do to the object, so it is only
/// asked when there is a conflict.
///
/// Needs an open transaction in the state in which the conflict was found; changes nothing. Throws SqlError
/// for what is not the statement's fault.
std::string later_state(Session& session, const PlannedStep& step, std::size_t index,
                        const statement::ObjectName& object, const revision::Graph* graph);

} // namespace pgmend::migrate
