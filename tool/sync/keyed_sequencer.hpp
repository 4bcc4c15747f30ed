#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace pgmend::sync {

/// Makes sure that batches that contain the same issue are written in the order in which they were read. All
/// other batches are written concurrently.
class KeyedSequencer {
  public:
    /// Waits until every earlier batch has called acquire(), and no batch in progress contains one of the
    /// ids. Batches are numbered from 0 without gaps. Returns false after stop().
    bool acquire(std::size_t number, std::vector<std::string> ids);
    void release(std::size_t number);
    /// Ends all waits permanently.
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
