#include "embedded/throwaway.hpp"

#include "base/error.hpp"
#include "embedded/postmaster.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>

namespace pgmend::embedded {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t room_wanted = 512ULL * 1024 * 1024;
constexpr std::chrono::seconds start_limit{120};

const Settings throwaway_settings{
    {"autovacuum", "off"},         {"fsync", "off"},          {"full_page_writes", "off"},
    {"synchronous_commit", "off"}, {"max_wal_size", "256MB"}, {"shared_buffers", "64MB"},
};

/// The folders that may hold it, the best first: memory where there is room, then the user's choice.
std::vector<fs::path> bases() {
    std::vector<fs::path> found;
    std::error_code missing;
    if (fs::space("/dev/shm", missing).available >= room_wanted && !missing)
        found.emplace_back("/dev/shm");
    if (const char* chosen = std::getenv("TMPDIR"); chosen != nullptr && *chosen == '/')
        found.emplace_back(chosen);
    found.emplace_back("/tmp");
    return found;
}

/// A name that nobody can guess; the supervisor makes the folder, so that none is ever without one.
fs::path choose_folder(const std::string& prefix, const Account& account) {
    std::random_device random;
    const auto name = fmt::format("{}{:08x}{:08x}", prefix, random(), random());
    for (const auto& base : bases())
        if (socket_fits(base / name) && can_write(base, account))
            return base / name;
    throw Error("no folder for a throwaway server: neither /dev/shm nor TMPDIR nor /tmp is writable")
        .with_hint("set TMPDIR to a writable folder with a path of at most 60 bytes");
}

/// The supervisor's whole life. What it starts ignores the terminal's signals as well; the server sets its
/// own handlers. It writes "ended" when there is nothing to wait for any more.
std::string supervisor_script(const Command& initdb, const Command& server, const fs::path& folder) {
    const auto quoted = [&](const char* name) { return shell_quote((folder / name).string()); };
    return fmt::format(R"sh(trap '' INT HUP TERM
mkdir -m 0700 {folder} || exit 1
({initdb} && {server}; : >{ended}) >>{log} 2>&1 </dev/null &
while read -r line; do :; done
while [ -d {folder} ] && [ ! -e {ended} ]; do
    [ -s {pid} ] && kill -QUIT "$(head -n 1 {pid})" 2>/dev/null
    sleep 0.02
done
rm -rf {folder}
)sh",
                       fmt::arg("initdb", shell_line(initdb)), fmt::arg("server", shell_line(server)),
                       fmt::arg("ended", quoted("ended")), fmt::arg("log", quoted("server.log")),
                       fmt::arg("folder", shell_quote(folder.string())),
                       fmt::arg("pid", quoted("data/postmaster.pid")));
}

} // namespace

ThrowawayServer::ThrowawayServer(const ThrowawayOptions& options)
    : binaries_(options.bindir.empty() ? find_binaries() : binaries_in(options.bindir)),
      account_(server_account("/")), folder_(choose_folder(options.name, account_)) {
    try {
        start_supervisor(options);
        const auto ended = [&] { return fs::exists(folder_ / "ended") || has_ended(supervisor_); };
        if (!wait_until_ready(folder_ / "data", ended, start_limit))
            throw Error("the throwaway server did not start", ExitCode::no_connection)
                .with_detail(log_tail(folder_ / "server.log", 0))
                .with_hint("the lines above are the end of its log");
    } catch (...) {
        stop();
        throw;
    }
}

ThrowawayServer::~ThrowawayServer() {
    stop();
}

void ThrowawayServer::start_supervisor(const ThrowawayOptions& options) {
    Settings settings = throwaway_settings;
    for (const auto& [name, value] : options.settings)
        settings[name] = value;
    const auto data = folder_ / "data";
    const auto script = supervisor_script(make_cluster(binaries_, data, account_, false),
                                          run_cluster(binaries_, data, folder_, settings, account_), folder_);
    std::array<int, 2> pipe{};
    // Close-on-exec matters: a copy of the write end in any other child would keep the server alive.
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        throw Error(fmt::format("could not create a pipe: {}", std::strerror(errno)));
    const Descriptor reader(pipe[0]);
    lifeline_ = Descriptor(pipe[1]);
    const Descriptor nothing(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    supervisor_ = start({.program = "/bin/sh", .arguments = {"-c", script}, .account = account_},
                        nothing.get(), reader.get());
}

void ThrowawayServer::stop() noexcept {
    lifeline_.close();
    if (supervisor_ > 0)
        while (::waitpid(supervisor_, nullptr, 0) < 0 && errno == EINTR) {
        }
}

pg::Dsn ThrowawayServer::dsn(const std::string& database) const {
    return socket_dsn(folder_, database);
}

std::string ThrowawayServer::url(const std::string& database) const {
    return pg::to_url(dsn(database));
}

} // namespace pgmend::embedded
