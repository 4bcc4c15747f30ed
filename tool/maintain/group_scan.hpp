#pragma once

#include "maintain/block_ranges.hpp"
#include "maintain/ranking.hpp"
#include "maintain/settings.hpp"
#include "maintain/work_table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// A group that is too large for one transaction: its rows are found by reading the table's files in ranges
/// of blocks, once to find the row that stays, once to collect the others.
class GroupScan {
  public:
    GroupScan(pg::Connection& connection, const Table& table, const Grouping& grouping, const WorkTable& work,
              std::chrono::milliseconds chunk_time, const Settings& settings);

    /// Collects the rows with that key (values as text), except the one that stays; returns how many. What an
    /// earlier, unfinished call for the same group has collected is replaced. Not in a transaction.
    long long run(const std::vector<std::optional<std::string>>& key);
    double longest_ms() const noexcept { return ranges_.longest_ms(); }

  private:
    struct Kept {
        std::string rel, id, version;
    };
    std::optional<Kept> find_kept(const pg::Parameters& key);
    std::optional<Kept> better(const BlockRanges::Range& range, const std::optional<Kept>& best,
                               const pg::Parameters& key);
    long long collect(const Kept& kept, const pg::Parameters& key);
    template <typename Work>
    void for_each_range(const Work& work);

    pg::Connection& connection_;
    const Table& table_;
    Ranking ranking_;
    WorkTable work_;
    Settings settings_;
    BlockRanges ranges_;
};

/// Opens a transaction that reads a range of blocks and may write to the work table.
void begin_reading_blocks(pg::Connection& connection, const Settings& settings);

} // namespace pgmend::maintain
