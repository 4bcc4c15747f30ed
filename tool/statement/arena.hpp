#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace pgmend::statement {

/// Memory for the many small allocations of one parse tree; it is freed as a whole.
class Arena {
  public:
    /// `expected`: the expected size in bytes.
    explicit Arena(std::size_t expected) : next_size_(expected) {}

    void* allocate(std::size_t size);
    /// The size in bytes.
    std::size_t size() const { return size_; }

  private:
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* free_ = nullptr;
    std::size_t left_ = 0;
    std::size_t next_size_;
    std::size_t size_ = 0;
};

} // namespace pgmend::statement
