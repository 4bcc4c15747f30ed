#pragma once

#include "migrate/session.hpp"

namespace pgmend::migrate {

/// Waits until the session of a killed run has ended its last transaction, which holds the lock on the
/// version table, so that it cannot commit while the plan is made. One round trip. Throws SqlError,
/// VersionMoved.
void settle(Session& session);

} // namespace pgmend::migrate
