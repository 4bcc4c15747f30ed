#pragma once

#include "migrate/session.hpp"

namespace pgmend::migrate {

/// Waits until the session of a run that was killed has ended its last transaction, which holds the lock on
/// the version table: what it commits must not come in while the plan is made. One round trip. Throws
/// SqlError, VersionMoved.
void settle(Session& session);

} // namespace pgmend::migrate
