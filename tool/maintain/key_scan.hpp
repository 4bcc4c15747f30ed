#pragma once

#include "maintain/chunk_size.hpp"
#include "maintain/key_path.hpp"
#include "maintain/settings.hpp"
#include "maintain/work_table.hpp"
#include "pg/dsn.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <string>

namespace pgmend::maintain {

/// What a scan has found, and how it went.
struct ScanFigures {
    long long groups = 0;
    long long rows = 0;    ///< that have to go
    double longest_ms = 0; ///< the longest transaction
    bool operator==(const ScanFigures&) const = default;
};

/// Collects the rows that have to go by way of an index on the key, in transactions that take about the
/// chunk's time: ranges of the key, each in pieces. How far each range has come stands in a table beside the
/// work table, written in the piece's transaction, so that a scan which was interrupted goes on. Where the
/// server lets queries use several processes (max_parallel_workers_per_gather), two connections read at once.
///
/// A group that is larger than a piece is collected by a GroupScan.
///
/// The pieces do not see one moment of the table, and need not: a group is looked at whole, and whatever
/// changes afterwards is noticed when its rows are deleted.
class KeyScan {
  public:
    struct Setup {
        const Table& table;
        const Grouping& grouping;
        KeyPath path;
        const WorkTable& work;
        std::chrono::milliseconds chunk_time;
        bool adds = false; ///< to what is in the work table already
    };
    KeyScan(pg::Connection& connection, Setup setup, const Settings& settings, const JobListener& listener);

    /// Whether an unfinished scan has left its ranges, and the rows it found.
    bool can_resume();
    /// Makes the tables anew.
    void begin();
    /// Scans what is left. `dsn` is for the second connection, for which a temporary work table is invisible.
    ScanFigures run(const pg::Dsn& dsn);

  private:
    struct Range;
    class Reader;
    std::optional<Range> next_range(pg::Connection& connection);
    void note(long long seen, double milliseconds);
    void read_ranges(pg::Connection& connection);
    bool reads_in_two();

    pg::Connection& connection_;
    Setup setup_;
    PieceSql sql_;
    const Settings& settings_;
    const JobListener& listener_;
    std::mutex mutex_; ///< over all that follows, and the listener
    long long seen_ = 0;
    double longest_ms_ = 0;
    std::vector<int> taken_;
    std::exception_ptr failure_;
    std::atomic<bool> stop_{false};
};

} // namespace pgmend::maintain
