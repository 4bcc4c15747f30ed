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

/// The contents of postmaster.pid while the server runs (src/include/utils/pidfile.h).
struct PidFile {
    pid_t pid = 0;
    int port = 0;
    std::filesystem::path socket_folder;
    std::string state; ///< "starting", "ready", "stopping", "standby"; empty immediately after the start

    bool operator==(const PidFile&) const = default;
};

/// Parses the text of a postmaster.pid. Returns nothing if it does not even contain the process ID.
std::optional<PidFile> parse_pid_file(std::string_view text);

/// The running server of the data folder; nothing if it does not run. A stale file, for example after a power
/// failure, is ignored, even if its process ID now belongs to another program.
std::optional<PidFile> running_postmaster(const std::filesystem::path& data);

/// Whether the process is a running PostgreSQL server, of any data folder.
bool is_server_process(pid_t pid);

/// Removes a postmaster.pid whose server does not run. PostgreSQL does this itself, but refuses to start if
/// the process ID now belongs to another program of the same user. The caller must hold the start lock of the
/// folder.
void remove_stale_pid_file(const std::filesystem::path& data);

/// Waits until the server accepts connections; returns false if its process ends first, which `ended`
/// reports. Throws Interrupted if the user asks to stop, and Error if it takes longer than `limit` (crash
/// recovery may take minutes).
bool wait_until_ready(const std::filesystem::path& data, const std::function<bool()>& ended,
                      std::chrono::seconds limit);

/// Stops the server with a fast shutdown (open transactions are rolled back, and data is written to disk) and
/// waits for its end. Does nothing if it does not run. Throws Error if it takes longer than `limit`.
void stop_postmaster(const std::filesystem::path& data, std::chrono::seconds limit);

/// The last lines of a log, at most 20, beginning at the byte `from`.
std::string log_tail(const std::filesystem::path& log, std::uintmax_t from);

} // namespace pgmend::embedded
