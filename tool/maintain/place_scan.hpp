#pragma once

#include "maintain/block_ranges.hpp"
#include "maintain/group_scan.hpp"
#include "maintain/key_scan.hpp"

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>

namespace pgmend::maintain {

/// The scan without an index on the key, in short transactions. First the table's files are read in ranges of
/// blocks, and of each row a hash of its key and its place are kept, in an unlogged table, by buckets of the
/// hash. Then the groups of each bucket are found there, and only their rows are looked up and ranked, by
/// their keys as they are then. PostgreSQL 14 and later.
class PlaceScan {
  public:
    struct Setup {
        const Table& table;
        const Grouping& grouping;
        const WorkTable& work;
        std::chrono::milliseconds chunk_time;
    };
    PlaceScan(pg::Connection& connection, const Setup& setup, const Settings& settings,
              const JobListener& listener);

    /// Whether the server can read a range of blocks, and hash the key.
    static bool is_possible(pg::Connection& connection, const Table& table, const Grouping& grouping);

    /// Collects into the work table, which must be there. By two connections where it is worth it.
    ScanFigures run(const pg::Dsn& dsn);

  private:
    using Part = std::function<void(pg::Connection&)>;
    void create_buckets();
    void in_parallel(const pg::Dsn& dsn, const Part& part);
    void run_part(pg::Connection& connection, const Part& part);
    void read_blocks(pg::Connection& connection);
    void rank_buckets(pg::Connection& connection);
    std::string ranked_rows(const std::vector<std::string>& rels) const;
    void rank(pg::Connection& connection, int bucket);
    void rank_large_groups(const std::vector<std::string>& hashes);
    void note(const char* phase, long long done, long long total, double milliseconds);
    template <typename Work>
    double in_transaction(pg::Connection& connection, const Work& work);

    pg::Connection& connection_;
    Setup setup_;
    Settings settings_;
    JobListener listener_;
    Ranking ranking_;
    BlockRanges ranges_;
    int buckets_ = 1;
    std::atomic<int> next_bucket_ = 0;
    std::atomic<bool> stop_ = false;
    std::mutex mutex_;
    std::exception_ptr failure_;
    std::vector<std::string> large_; ///< hashes of groups that are too large for one transaction
    ScanFigures figures_;
};

} // namespace pgmend::maintain
