#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "migrate/settings.hpp"

namespace pgmend::migrate {

// A statement outside of any transaction of ours.

/// Runs `sql`, or the statement's own text where that is empty. Concurrent index work waits for others
/// without making anyone wait, so no lock_timeout limits it. Throws SqlError.
void run_bare(Session& session, const Listener& listener, const PlannedStatement& planned,
              const std::vector<std::string>& sql);

/// Waits for whoever still builds the index that the statement builds. An INVALID index may be the leftover
/// of a failure, or still be built by the server for a client that was killed: a build holds SHARE UPDATE
/// EXCLUSIVE on the table to its end, so waiting for that lock tells.
void wait_for_builder(pg::Connection& connection, const PlannedStatement& planned);

} // namespace pgmend::migrate
