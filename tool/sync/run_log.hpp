#pragma once

#include "pg/connection.hpp"
#include "sync/settings.hpp"

#include <string>

namespace pgmend::sync {

/// The one run that may be at work on a database, and its row in tracker_sync_logs. The lock is an advisory
/// one of a transaction on a connection of its own: it ends with the process however that dies, and holds no
/// snapshot. A row that an earlier run has left as `running` is closed as failed.
class Run {
  public:
    /// Throws Error with exit code 7, naming pid, host and since when, where another run is at work; Error
    /// where the tables of the tracker are missing.
    Run(const pg::Dsn& dsn, const Settings& settings);

    const std::string& id() const noexcept { return id_; }
    /// Ends the row: completed, or failed with the reason. Everything before it is on disk when it returns.
    void finish(const Totals& totals, const std::string& failure, const std::string& details);

  private:
    pg::Connection lock_;
    pg::Connection connection_;
    std::string id_;
};

/// Adds a batch's figures to a run's row, in the transaction of the batch.
void count_batch(pg::Connection& connection, const std::string& run, const Totals& totals);

} // namespace pgmend::sync
