#pragma once

#include "db/support/scratch_folder.hpp"
#include "pg/dsn.hpp"

#include <sys/types.h>

namespace pgmend::test {

/// A pgbouncer of one test's own in front of a server reached by a socket, pooling by transaction; ends with
/// the scope.
class PgBouncer {
  public:
    explicit PgBouncer(const pg::Dsn& server);
    PgBouncer(const PgBouncer&) = delete;
    PgBouncer& operator=(const PgBouncer&) = delete;
    ~PgBouncer();

    /// Whether the program is installed on this machine.
    static bool is_installed();
    /// The same database as the server's, through the proxy.
    const pg::Dsn& dsn() const noexcept { return dsn_; }

  private:
    ScratchFolder folder_;
    pg::Dsn dsn_;
    pid_t pid_ = 0;
};

} // namespace pgmend::test
