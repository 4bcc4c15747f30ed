#pragma once

#include "maintain/settings.hpp"
#include "pg/dsn.hpp"

#include <atomic>
#include <string>
#include <thread>

namespace pgmend::maintain {

/// Shows how far an index build has come while another connection is in it: looks twice a second by a
/// connection and a thread of its own, until the end of the scope. Whom the build waits for is named. The
/// listener is called from that thread.
class IndexWatch {
  public:
    /// `pid` is the backend that builds; without a progress listener nothing is started.
    IndexWatch(const pg::Dsn& dsn, int pid, const std::string& index, const Listener& listener);
    IndexWatch(const IndexWatch&) = delete;
    IndexWatch& operator=(const IndexWatch&) = delete;
    ~IndexWatch();

  private:
    std::atomic<bool> over_{false};
    std::thread thread_;
};

} // namespace pgmend::maintain
