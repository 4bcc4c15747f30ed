#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace pgmend::catalog {

/// A thread that looks on while another one waits for the server, until the end of the scope.
class Watch {
  public:
    /// What the thread does; an exception ends it, and nothing else: work goes on without being watched.
    explicit Watch(std::function<void(Watch&)> look);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch();

    /// Waits, or until the end of the scope; whether that has come. For the thread.
    bool is_over_within(std::chrono::milliseconds time);

  private:
    bool over_ = false;
    std::mutex mutex_; // of over_
    std::condition_variable ended_;
    std::thread thread_;
};

} // namespace pgmend::catalog
