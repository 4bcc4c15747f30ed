#pragma once

#include "embedded/account.hpp"
#include "embedded/cluster.hpp"
#include "embedded/descriptor.hpp"
#include "pg/dsn.hpp"

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace pgmend::embedded {

/// How a throwaway server is made.
struct ThrowawayOptions {
    /// Settings that the work needs, such as max_connections; they win over the server's own.
    Settings settings = {};
    /// The folder of another version's programs; empty = find_binaries().
    std::filesystem::path bindir = {};
    /// What the name of its temporary folder begins with.
    std::string name = "pgmend-throwaway-";
};

/// A PostgreSQL server of this process's own, in a temporary folder (in memory where there is room), tuned
/// for speed: nothing of it survives. Server and folder are gone with the object, and also when the process
/// dies in any way, SIGKILL included: a supervising shell holds the read end of a pipe from this process, and
/// clears up when the pipe closes. Ready in about a second.
class ThrowawayServer {
  public:
    /// Starts it. Throws Error with the tail of the server's log when that fails.
    explicit ThrowawayServer(const ThrowawayOptions& options = {});
    ThrowawayServer(const ThrowawayServer&) = delete;
    ThrowawayServer& operator=(const ThrowawayServer&) = delete;
    ~ThrowawayServer();

    pg::Dsn dsn(const std::string& database = "postgres") const;
    std::string url(const std::string& database = "postgres") const;
    /// Holds data, socket and log; gone with the server.
    const std::filesystem::path& folder() const noexcept { return folder_; }
    const Binaries& binaries() const noexcept { return binaries_; }

  private:
    void start_supervisor(const ThrowawayOptions& options);
    void stop() noexcept;

    Binaries binaries_;
    Account account_;
    std::filesystem::path folder_;
    Descriptor lifeline_;
    pid_t supervisor_ = 0;
};

} // namespace pgmend::embedded
