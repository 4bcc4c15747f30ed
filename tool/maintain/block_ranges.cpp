#include "maintain/block_ranges.hpp"

#include "pg/own_sql.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

constexpr std::size_t first_blocks = 200;

} // namespace

std::string BlockRanges::Range::condition() const {
    return fmt::format("t.ctid >= '({},0)'::tid AND t.ctid < '({},0)'::tid", from, from + blocks);
}

BlockRanges::BlockRanges(pg::Connection& connection, const Table& table, std::chrono::milliseconds chunk_time)
    : table_(table), size_(chunk_time, first_blocks) {
    std::vector<std::string> oids;
    for (const auto& leaf : table.leaves)
        oids.push_back(std::to_string(leaf.oid));
    const auto sizes = connection.run(
        pg::own("SELECT coalesce(pg_relation_size(u.oid) / current_setting('block_size')::bigint, 0) FROM "
                "unnest($1::oid[]) WITH ORDINALITY u (oid, nr) ORDER BY u.nr"),
        {oids});
    for (std::size_t row = 0; row < sizes.rows(); ++row) {
        blocks_.push_back(sizes.get<long long>(row, 0));
        total_ += blocks_.back();
    }
}

std::optional<BlockRanges::Range> BlockRanges::next() {
    const std::lock_guard lock(mutex_);
    while (leaf_ < blocks_.size() && at_ >= blocks_[leaf_]) {
        ++leaf_;
        at_ = 0;
    }
    if (leaf_ == blocks_.size())
        return std::nullopt;
    const Range range{.leaf = &table_.leaves[leaf_],
                      .from = at_,
                      .blocks = std::min(static_cast<long long>(size_.rows()), blocks_[leaf_] - at_)};
    at_ += range.blocks;
    done_ += range.blocks;
    return range;
}

void BlockRanges::took(const Range& range, double milliseconds) {
    const std::lock_guard lock(mutex_);
    size_.took(static_cast<std::size_t>(range.blocks), milliseconds);
    longest_ms_ = std::max(longest_ms_, milliseconds);
}

void BlockRanges::rewind() {
    leaf_ = 0;
    at_ = done_ = 0;
}

} // namespace pgmend::maintain
