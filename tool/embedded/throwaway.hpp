#pragma once

#include "embedded/account.hpp"
#include "embedded/cluster.hpp"
#include "embedded/descriptor.hpp"
#include "pg/dsn.hpp"

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace pgmend::embedded {

/// Options of a throwaway server.
struct ThrowawayOptions {
    /// Additional settings, such as max_connections; they override the server's own.
    Settings settings = {};
    /// The folder of the programs of another version; empty = find_binaries().
    std::filesystem::path bindir = {};
    /// The prefix of the name of its temporary folder.
    std::string name = "pgmend-throwaway-";
};

/// A PostgreSQL server that belongs to this process. Its data is in a temporary folder (in memory if there is
/// enough space), and it is tuned for speed, not durability. Server and folder are removed with the object,
/// and also if the process dies, even by SIGKILL: a supervising shell reads from a pipe to this process, and
/// cleans up when the pipe is closed. Starting takes about a second.
class ThrowawayServer {
  public:
    /// Starts the server. Throws Error with the end of the server's log.
    explicit ThrowawayServer(const ThrowawayOptions& options = {});
    ThrowawayServer(const ThrowawayServer&) = delete;
    ThrowawayServer& operator=(const ThrowawayServer&) = delete;
    ~ThrowawayServer();

    pg::Dsn dsn(const std::string& database = "postgres") const;
    std::string url(const std::string& database = "postgres") const;
    /// Contains the data, the socket and the log; removed with the server.
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
