#pragma once

#include "maintain/lag.hpp"
#include "maintain/table.hpp"

#include <optional>
#include <string>

namespace pgmend::maintain {

/// Conditions under which work in chunks is paused.
struct ThrottleOptions {
    double max_rate = 0;                              ///< rows per second; 0 = no limit
    std::optional<std::chrono::milliseconds> max_lag; ///< lag of streaming standbys
    bool pause_for_autovacuum = false;                ///< while autovacuum processes the table
    std::optional<long long> max_archive_queue;       ///< WAL segments that wait to be archived
};

/// Decides before each chunk whether to pause.
class Throttle {
  public:
    Throttle(pg::Connection& connection, const Table& table, const ThrottleOptions& options);

    /// Why the next chunk has to wait, in a few words; empty = it does not. Queries the server. `rows` is the
    /// number of rows processed so far.
    std::string reason(long long rows);
    /// What could not be monitored because of missing privileges; empty = nothing. Returned only once.
    std::string take_warning();

  private:
    std::string standbys();
    std::string archiving();

    pg::Connection& connection_;
    ThrottleOptions options_;
    std::string tables_; ///< an array of oids
    LagTracker lag_;
    std::chrono::steady_clock::time_point began_;
    std::optional<long long> rows_before_;
    std::string warning_;
    bool warned_ = false;
};

} // namespace pgmend::maintain
