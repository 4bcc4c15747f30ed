#pragma once

#include "migrate/session.hpp"

namespace pgmend::migrate {

/// The lock between pgmend processes: an advisory lock on the name of the version table, held by a
/// transaction on a separate connection. Therefore, it works with poolers in transaction mode and is released
/// when the process ends in any way. The idle transaction holds no snapshot for which an index build would
/// wait.
class MigrationLock {
  public:
    /// Waits for another pgmend and reports it to the listener. Throws Error (exit code 7) after
    /// settings.wait. A waiting process holds no snapshot either.
    MigrationLock(Session& session, const Listener& listener);

    /// The pid of the session that holds the lock.
    int backend_pid() const noexcept { return connection_.backend_pid(); }

  private:
    pg::Connection connection_;
};

} // namespace pgmend::migrate
