#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace pgmend::catalog {

/// A thread that observes while another thread waits for the server. It ends with the scope.
class Watch {
  public:
    /// `look` runs in the thread. An exception ends only the thread, and the work continues without being
    /// observed.
    explicit Watch(std::function<void(Watch&)> look);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch();

    /// Called by the thread: waits for this time or until the end of the scope, and returns whether the scope
    /// has ended.
    bool is_over_within(std::chrono::milliseconds time);

  private:
    bool over_ = false;
    std::mutex mutex_; // of over_
    std::condition_variable ended_;
    std::thread thread_;
};

} // namespace pgmend::catalog
