#pragma once

#include "pg/connection.hpp"
#include "sync/settings.hpp"

#include <string>

namespace pgmend::sync {

/// The only run that may be active on a database, and its row in tracker_sync_logs. It holds an advisory lock
/// in a transaction on a separate connection, which is released when the process ends in any way; the
/// transaction holds no snapshot. The row of an earlier run that is still `running` is changed to failed.
class Run {
  public:
    /// Throws Error (exit code 7), with the pid, the host and the start time, if another run is active, and
    /// Error if the tracker's tables do not exist.
    Run(const pg::Dsn& dsn, const Settings& settings);

    const std::string& id() const noexcept { return id_; }
    /// Completes the row with the status completed, or failed and the reason. When it returns, everything is
    /// on disk.
    void finish(const Totals& totals, const std::string& failure, const std::string& details);

  private:
    pg::Connection lock_;
    pg::Connection connection_;
    std::string id_;
};

/// Adds the figures of a batch to the row of a run, in the transaction of the batch.
void count_batch(pg::Connection& connection, const std::string& run, const Totals& totals);

} // namespace pgmend::sync
