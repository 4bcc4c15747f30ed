#pragma once

#include "maintain/chunk_size.hpp"
#include "maintain/table.hpp"

#include <mutex>
#include <optional>
#include <string>

namespace pgmend::maintain {

/// Cuts the files of a table's leaves into ranges of blocks, each to be read in about a given time. Safe for
/// several threads.
class BlockRanges {
  public:
    struct Range {
        const Leaf* leaf = nullptr;
        long long from = 0;
        long long blocks = 0;

        /// The condition for a row's place to be in it; the server reads only these blocks (PostgreSQL 14).
        std::string condition() const;
    };

    BlockRanges(pg::Connection& connection, const Table& table, std::chrono::milliseconds chunk_time);

    /// Nothing at the end.
    std::optional<Range> next();
    void took(const Range& range, double milliseconds);
    /// Begins again.
    void rewind();
    long long total() const noexcept { return total_; }
    /// How many blocks have been handed out.
    long long done() const noexcept { return done_; }
    double longest_ms() const noexcept { return longest_ms_; }

  private:
    const Table& table_;
    std::vector<long long> blocks_; ///< of each leaf
    std::mutex mutex_;
    std::size_t leaf_ = 0;
    long long at_ = 0, done_ = 0, total_ = 0;
    double longest_ms_ = 0;
    ChunkSize size_;
};

} // namespace pgmend::maintain
