#include "statement/arena.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

constexpr std::size_t alignment = alignof(std::max_align_t);

} // namespace

void* Arena::allocate(std::size_t size) {
    const auto whole = (size + alignment - 1) / alignment * alignment;
    if (whole > left_) {
        left_ = std::max(whole, next_size_);
        blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(left_));
        free_ = blocks_.back().get();
        size_ += left_;
        // A fixed step would make a large tree out of many blocks, a doubling leaves half of it unused.
        next_size_ = std::max<std::size_t>(1024, size_ / 2);
    }
    auto* place = free_;
    free_ += whole;
    left_ -= whole;
    return place;
}

} // namespace pgmend::statement
