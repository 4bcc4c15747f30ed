#include "embedded/socket_folder.hpp"

#include "base/error.hpp"
#include "embedded/cluster.hpp"
#include "embedded/postmaster.hpp"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>

namespace pgmend::embedded {
namespace {

namespace fs = std::filesystem;

/// FNV-1a: a name needs no more than to stay the same and to differ from its neighbours.
std::uint64_t hash(std::string_view text) {
    std::uint64_t value = 0xcbf29ce484222325;
    for (const char c : text)
        value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return value;
}

std::vector<fs::path> bases() {
    std::vector<fs::path> found{"/tmp"};
    if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr && *runtime == '/')
        found.emplace_back(runtime);
    return found;
}

/// PostgreSQL keeps the process id of the socket's server in a file beside it.
bool holds_live_socket(const fs::path& folder) {
    std::ifstream lock(folder / fmt::format(".s.PGSQL.{}.lock", socket_port));
    pid_t pid = 0;
    return lock >> pid && is_server_process(pid);
}

/// Left over, they would keep a server from starting when their process id belongs to another program by now.
void remove_socket_files(const fs::path& folder) noexcept {
    std::error_code ignored;
    const auto socket = fmt::format(".s.PGSQL.{}", socket_port);
    fs::remove(folder / socket, ignored);
    fs::remove(folder / (socket + ".lock"), ignored);
}

bool claim(const fs::path& folder, const Account& account) {
    if (::mkdir(folder.c_str(), 0700) == 0)
        hand_over(folder, account);
    if (!is_private_folder(folder, account) || holds_live_socket(folder))
        return false;
    remove_socket_files(folder);
    return can_reach(folder, account);
}

} // namespace

fs::path make_socket_folder(const fs::path& data, const Account& account) {
    for (const auto& base : bases()) {
        const auto folder = base / fmt::format("pgmend-{}-{:016x}", account.uid, hash(data.string()));
        if (!socket_fits(folder))
            continue;
        if (claim(folder, account))
            return folder;
        std::string other = folder.string().substr(0, folder.string().size() - 8) + "XXXXXX";
        if (::mkdtemp(other.data()) == nullptr)
            continue;
        hand_over(other, account);
        if (can_reach(other, account))
            return other;
        remove_socket_folder(other, account);
    }
    throw Error("no folder for the server's socket: /tmp is not writable")
        .with_hint("set XDG_RUNTIME_DIR to a folder of yours with a path of at most 50 bytes");
}

void remove_socket_folder(const fs::path& folder, const Account& account) noexcept {
    if (!is_private_folder(folder, account) || holds_live_socket(folder))
        return;
    remove_socket_files(folder);
    std::error_code ignored;
    fs::remove(folder, ignored);
}

} // namespace pgmend::embedded
