#pragma once

#include "maintain/key_scan.hpp"

namespace pgmend::maintain {

/// The scan of a partitioned table whose key holds the columns that it is divided by: no group is in two
/// partitions, so each is looked at by itself. Small ones are read whole, several in a transaction; the
/// others by their index, or without one.
class LeafScan {
  public:
    struct Setup {
        const Table& table;
        const Grouping& grouping;
        const WorkTable& work;
        std::chrono::milliseconds chunk_time;
    };
    LeafScan(pg::Connection& connection, const Setup& setup, const Settings& settings,
             const JobListener& listener);

    static bool is_possible(pg::Connection& connection, const Table& table, const Grouping& grouping);

    /// Collects into the work table, which must be there.
    ScanFigures run(const pg::Dsn& dsn);

  private:
    void read_small(const std::vector<const Leaf*>& leaves);
    ScanFigures read_whole(const Table& leaf);
    ScanFigures read_large(const Leaf& leaf, const pg::Dsn& dsn);
    Table as_table(const Leaf& leaf) const;
    void add(const ScanFigures& found);

    pg::Connection& connection_;
    Setup setup_;
    Settings settings_;
    JobListener listener_;
    ScanFigures figures_;
    long long done_ = 0; ///< leaves
};

} // namespace pgmend::maintain
