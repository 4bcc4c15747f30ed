#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace pgmend::sync {

/// Keeps batches that hold the same issue in the order in which they were read, while all others are written
/// side by side.
class KeyedSequencer {
  public:
    /// Waits until every earlier batch has called acquire(), and none of those still at work holds one of the
    /// ids. Batches are numbered from 0 without a gap. False when everything has been stopped.
    bool acquire(std::size_t number, std::vector<std::string> ids);
    void release(std::size_t number);
    /// Ends all waits, for good.
    void stop();

  private:
    bool is_free(std::size_t number, const std::vector<std::string>& ids) const;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::size_t, std::unordered_set<std::string>> at_work_;
    std::size_t next_ = 0;
    bool stopped_ = false;
};

} // namespace pgmend::sync
