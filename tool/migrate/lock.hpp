#pragma once

#include "migrate/session.hpp"

namespace pgmend::migrate {

/// The lock between pgmend processes: an advisory lock on the version table's name, held by a transaction of
/// a connection of its own. So it survives proxies that pool transactions, ends with the process however that
/// dies, and its idle transaction holds no snapshot that an index build would wait for.
class MigrationLock {
  public:
    /// Waits for another pgmend and tells the listener who that is; after settings.wait throws Error with
    /// exit code 7. A waiting one holds no snapshot either.
    MigrationLock(Session& session, const Listener& listener);

    /// As the server knows its session.
    int backend_pid() const noexcept { return connection_.backend_pid(); }

  private:
    pg::Connection connection_;
};

} // namespace pgmend::migrate
