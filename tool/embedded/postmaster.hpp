#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace pgmend::embedded {

/// What a running server writes into postmaster.pid (src/include/utils/pidfile.h).
struct PidFile {
    pid_t pid = 0;
    int port = 0;
    std::filesystem::path socket_folder;
    std::string state; ///< "starting", "ready", "stopping", "standby"; empty just after the start

    bool operator==(const PidFile&) const = default;
};

/// Reads the text of a postmaster.pid; nothing when not even the process id is there.
std::optional<PidFile> parse_pid_file(std::string_view text);

/// The live server of the data folder, nothing when it does not run. A file left over by a power cut counts
/// as nothing, even when its process id now belongs to another program.
std::optional<PidFile> running_postmaster(const std::filesystem::path& data);

/// Whether the process is a live PostgreSQL server, of whatever data.
bool is_server_process(pid_t pid);

/// Takes away a postmaster.pid that no server stands behind. PostgreSQL does so by itself, but refuses to
/// start when the process id belongs to another program of the same user by now. To be called with the
/// folder's start lock held.
void remove_stale_pid_file(const std::filesystem::path& data);

/// Waits until the server accepts connections; `ended` tells that its process is gone. Returns false when
/// that happened first. Throws Interrupted when the user asks to stop, Error when it takes longer than
/// `limit` (recovery after a crash may take minutes).
bool wait_until_ready(const std::filesystem::path& data, const std::function<bool()>& ended,
                      std::chrono::seconds limit);

/// Stops the server by fast shutdown (open transactions are rolled back, data is written out) and waits for
/// its end. Does nothing when it does not run. Throws Error when it takes longer than `limit`.
void stop_postmaster(const std::filesystem::path& data, std::chrono::seconds limit);

/// The last lines of a log from the byte `from` on, at most 20.
std::string log_tail(const std::filesystem::path& log, std::uintmax_t from);

} // namespace pgmend::embedded
