#pragma once

#include "maintain/lag.hpp"
#include "maintain/table.hpp"

#include <optional>
#include <string>

namespace pgmend::maintain {

/// When chunked work has to wait.
struct ThrottleOptions {
    double max_rate = 0;                              ///< rows a second; 0 = any
    std::optional<std::chrono::milliseconds> max_lag; ///< of streaming standbys
    bool pause_for_autovacuum = false;                ///< while it works on the table
    std::optional<long long> max_archive_queue;       ///< WAL segments that wait to be archived
};

/// Decides between chunks whether to go on.
class Throttle {
  public:
    Throttle(pg::Connection& connection, const Table& table, const ThrottleOptions& options);

    /// Why the next chunk has to wait, in a few words; empty = go on. Asks the server; `rows` have been dealt
    /// with so far.
    std::string reason(long long rows);
    /// What could not be watched for lack of rights; empty = nothing. Reported once.
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
