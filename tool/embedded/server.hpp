#pragma once

#include "embedded/account.hpp"
#include "embedded/binaries.hpp"
#include "pg/dsn.hpp"

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace pgmend::embedded {

/// The default folder of a permanent server.
inline constexpr const char* default_folder = ".pgmend/server";

enum class State {
    absent,   ///< never started; there is no data
    stopped,  ///< there is data
    starting, ///< does not yet accept connections, or is stopping
    running
};

/// "absent", "stopped", "starting", "running".
std::string to_string(State state);

/// The status of a server.
struct Status {
    State state = State::absent;
    pid_t pid = 0;              ///< 0 if it does not run
    int version = 0;            ///< major version of the data; 0 if there is none
    std::filesystem::path data; ///< the folder of the data, with symlinks resolved
    std::filesystem::path log;
    std::filesystem::path socket_folder; ///< empty if it does not run
    std::string account;                 ///< the operating system user that runs it
};

/// A private PostgreSQL server that keeps its data in a folder. It is created at the first start, keeps
/// running when this process ends, and listens on a socket that only its account and root can open. Several
/// processes may use the same folder at the same time.
///
/// The folder contains `data`, `server.log`, `lock` (held during start and stop) and `socket` (the path of
/// the socket's folder). If the caller is root and the account cannot reach the folder (a project in /root),
/// `data` is a symlink into /var/lib/pgmend.
class Server {
  public:
    /// Examines the folder; does not create or start anything. Throws UsageError if the folder belongs to
    /// another user.
    static Server open(const std::filesystem::path& folder = default_folder);

    /// Creates what is missing and starts the server if it does not run. Returns when the server accepts
    /// connections. Throws Error with the end of the server's log.
    void start();
    /// Stops the server with a fast shutdown, if it runs. Throws Error.
    void stop();
    Status status() const;

    /// How to connect. The server must have been started.
    pg::Dsn dsn(const std::string& database = "postgres") const;
    std::string url(const std::string& database = "postgres") const;
    /// Creates the database if it does not exist. The server must be running.
    void ensure_database(const std::string& name);

    const std::filesystem::path& folder() const noexcept { return folder_; }
    /// The programs of the major version of the data. Throws Error if that version is not installed.
    Binaries binaries() const;

  private:
    Server(std::filesystem::path folder, Account account);
    Descriptor lock();
    void start_locked();
    void make_data(const Binaries& binaries);
    void launch(const Binaries& binaries, const std::filesystem::path& socket_folder);
    std::filesystem::path data() const;
    std::filesystem::path log() const { return folder_ / "server.log"; }
    std::filesystem::path socket_folder() const;

    std::filesystem::path folder_;
    Account account_;
};

} // namespace pgmend::embedded
