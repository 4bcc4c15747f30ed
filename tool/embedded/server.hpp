#pragma once

#include "embedded/account.hpp"
#include "embedded/binaries.hpp"
#include "pg/dsn.hpp"

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace pgmend::embedded {

/// Where a kept server lives unless the user says otherwise.
inline constexpr const char* default_folder = ".pgmend/server";

enum class State {
    absent,   ///< never started: there is no data
    stopped,  ///< there is data
    starting, ///< not ready for connections yet, or stopping
    running
};

/// "absent", "stopped", "starting", "running".
std::string to_string(State state);

/// What is to be said of a server.
struct Status {
    State state = State::absent;
    pid_t pid = 0;              ///< 0 unless it runs
    int version = 0;            ///< major version of the data; 0 when absent
    std::filesystem::path data; ///< the real folder
    std::filesystem::path log;
    std::filesystem::path socket_folder; ///< empty unless it runs
    std::string account;                 ///< the user it runs as
};

/// A private PostgreSQL server that keeps its data in a folder: made at the first start, left running when
/// this process ends, reached by a socket that only its account (and root) can open. Several processes may
/// use the same folder at once.
///
/// The folder holds `data`, `server.log`, `lock` (held while starting and stopping) and `socket`, the path of
/// the socket's folder. Where the caller is root and the server's account cannot reach the folder (a
/// project in /root), `data` is a symlink into /var/lib/pgmend.
class Server {
  public:
    /// Looks at the folder; nothing is made or started yet. Throws UsageError when it belongs to another
    /// user.
    static Server open(const std::filesystem::path& folder = default_folder);

    /// Makes what is missing and starts the server unless it runs; returns when it accepts connections.
    /// Throws Error with the end of the server's log.
    void start();
    /// Stops it cleanly (fast shutdown), unless it does not run. Throws Error.
    void stop();
    Status status() const;

    /// How to connect; the server must have been started.
    pg::Dsn dsn(const std::string& database = "postgres") const;
    std::string url(const std::string& database = "postgres") const;
    /// Makes the database unless it is there. The server must run.
    void ensure_database(const std::string& name);

    const std::filesystem::path& folder() const noexcept { return folder_; }
    /// The programs that fit the data. Throws Error when that version is not installed.
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
