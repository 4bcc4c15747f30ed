#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "migrate/settings.hpp"

namespace pgmend::migrate {

// Runs a statement outside a transaction.

/// Runs `sql`, or the statement's own text if `sql` is empty. Concurrent index operations run without
/// lock_timeout, because they do not block other sessions while they wait. Throws SqlError.
void run_bare(Session& session, const Listener& listener, const PlannedStatement& planned,
              const std::vector<std::string>& sql);

/// Waits for a session that is still building the index of this statement. An INVALID index may be left from
/// a failed build, or the server may still be building it for a client that was killed. A build holds SHARE
/// UPDATE EXCLUSIVE on the table until it ends, so waiting for this lock is sufficient.
void wait_for_builder(pg::Connection& connection, const PlannedStatement& planned);

} // namespace pgmend::migrate
