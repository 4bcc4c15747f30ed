#pragma once

#include "pg/dsn.hpp"

#include <atomic>
#include <list>
#include <mutex>
#include <thread>

namespace pgmend::test {

/// Stands between a client and a server reached by a socket. Once told so, it cuts the connection that sends
/// the next COMMIT: before the server gets it, or after it has been carried out and before the client learns
/// so.
class CuttingProxy {
  public:
    enum class Cut { none, before_commit, after_commit };

    explicit CuttingProxy(const pg::Dsn& server);
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;
    ~CuttingProxy();

    /// The same database through the proxy.
    const pg::Dsn& dsn() const noexcept { return dsn_; }
    void cut_next(Cut cut) { cut_ = cut; }
    int cuts() const { return cuts_; }

  private:
    void accept_all();
    void serve(int client);

    std::string socket_;
    pg::Dsn dsn_;
    int listener_ = -1;
    std::atomic<Cut> cut_{Cut::none};
    std::atomic<int> cuts_{0};
    std::atomic<bool> ends_{false};
    std::thread acceptor_;
    std::mutex mutex_;
    std::list<std::thread> threads_;
};

} // namespace pgmend::test
