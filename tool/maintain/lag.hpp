#pragma once

#include <chrono>
#include <deque>

namespace pgmend::maintain {

/// How far standbys are behind, by the clock: notes when the primary had written how much, and tells the age
/// of the oldest note that a standby has not replayed. (pg_stat_replication.replay_lag stands still while
/// replay is paused.)
class LagTracker {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// Notes that the primary had written up to `position` at that time.
    void wrote(Time now, long long position);
    /// How long ago the first noted position beyond `replayed` was written; zero when all has been replayed.
    std::chrono::milliseconds lag(Time now, long long replayed) const;
    /// Forgets what every standby has replayed.
    void all_replayed(long long position);

  private:
    struct Note {
        Time time;
        long long position;
    };
    std::deque<Note> notes_;
};

} // namespace pgmend::maintain
