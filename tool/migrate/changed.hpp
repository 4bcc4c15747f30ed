#pragma once

#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace pgmend::migrate {

/// Warns of each applied revision whose up section means something else now than what was recorded of it
/// (other SQL, not other comments or layout), and names the ways to mend that.
void warn_of_changes(Session& session, const revision::Graph& graph, const Listener& listener);

} // namespace pgmend::migrate
