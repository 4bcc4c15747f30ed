#pragma once

#include "base/progress.hpp"
#include "pg/dsn.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace pgmend::catalog {

/// Shows how far an index build has come while another connection is in it: looks twice a second by a
/// connection and a thread of its own, until the end of the scope. Whom the build waits for is named. The
/// progress is shown from that thread.
class IndexWatch {
  public:
    /// `pid` is the backend that builds; without somebody to show it to nothing is started.
    IndexWatch(const pg::Dsn& dsn, int pid, const std::string& index, const ShowProgress& show);
    IndexWatch(const IndexWatch&) = delete;
    IndexWatch& operator=(const IndexWatch&) = delete;
    ~IndexWatch();

  private:
    /// Waits, or until the end of the scope; whether it has come.
    bool is_over_within(std::chrono::milliseconds time);

    bool over_ = false;
    std::mutex mutex_; // of over_
    std::condition_variable ended_;
    std::thread thread_;
};

} // namespace pgmend::catalog
