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

/// The result of a scan.
struct ScanFigures {
    long long groups = 0;
    long long rows = 0;    ///< rows to delete
    double longest_ms = 0; ///< duration of the longest transaction
    bool operator==(const ScanFigures&) const = default;
};

/// Collects the rows to delete with the help of an index on the key, in transactions of about the target
/// duration of a chunk. The keys are divided into ranges, and each range into pieces. The progress of each
/// range is stored in a second table in the transaction of each piece, so that an interrupted scan can be
/// resumed. If the server allows parallel queries (max_parallel_workers_per_gather), two connections read at
/// the same time.
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

    /// Whether an unfinished scan has left its ranges and the rows that it has found.
    bool can_resume();
    /// Creates the tables again.
    void begin();
    /// Scans the remaining pieces. `dsn` is for the second connection, which is not used with a temporary
    /// work table.
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
    std::mutex mutex_; ///< protects all members below, and the listener
    long long seen_ = 0;
    double longest_ms_ = 0;
    std::vector<int> taken_;
    std::exception_ptr failure_;
    std::atomic<bool> stop_{false};
};

} // namespace pgmend::maintain
