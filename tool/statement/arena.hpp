#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace pgmend::statement {

/// Memory for the many small pieces of one tree, given back all at once.
class Arena {
  public:
    /// `expected`: how much it may become, in bytes.
    explicit Arena(std::size_t expected) : next_size_(expected) {}

    void* allocate(std::size_t size);
    /// In bytes.
    std::size_t size() const { return size_; }

  private:
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* free_ = nullptr;
    std::size_t left_ = 0;
    std::size_t next_size_;
    std::size_t size_ = 0;
};

} // namespace pgmend::statement
