#pragma once

#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace pgmend::migrate {

/// Prints a warning for each applied revision whose up section differs in meaning from what was recorded
/// (comments and layout do not matter), with hints how to resolve it.
void warn_of_changes(Session& session, const revision::Graph& graph, const Listener& listener);

} // namespace pgmend::migrate
