#pragma once

#include <chrono>
#include <deque>

namespace pgmend::maintain {

/// Measures the lag of standbys as a time: records how much WAL the primary had written at which time, and
/// returns the age of the oldest record that a standby has not replayed. (pg_stat_replication.replay_lag does
/// not change while replay is paused.)
class LagTracker {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// Records that the primary had written WAL up to `position` at this time.
    void wrote(Time now, long long position);
    /// How long ago the first recorded position after `replayed` was written; zero if everything has been
    /// replayed.
    std::chrono::milliseconds lag(Time now, long long replayed) const;
    /// Removes the records that all standbys have replayed.
    void all_replayed(long long position);

  private:
    struct Note {
        Time time;
        long long position;
    };
    std::deque<Note> notes_;
};

} // namespace pgmend::maintain
