#include "embedded/server.hpp"

#include "base/error.hpp"
#include "embedded/cluster.hpp"
#include "embedded/postmaster.hpp"
#include "embedded/socket_folder.hpp"
#include "pg/retry.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace pgmend::embedded {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds start_limit{300};
constexpr std::chrono::seconds stop_limit{120};
constexpr std::uintmax_t max_log_size = 16ULL * 1024 * 1024;

std::string first_line(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

void write_line(const fs::path& file, const std::string& line, const Account& account) {
    const auto descriptor = open_private_file(file, O_WRONLY | O_TRUNC, account);
    const auto text = line + "\n";
    if (::write(descriptor.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw Error(fmt::format("could not write {}: {}", file.string(), std::strerror(errno)));
}

/// A folder for the data where the account can reach it, which root's own folders are not.
fs::path outside_folder(const Account& account) {
    const fs::path base = "/var/lib/pgmend";
    std::error_code failed;
    fs::create_directories(base, failed);
    fs::permissions(base, fs::perms(0755), failed); // whatever the caller's umask is
    std::string name = base / "server-XXXXXX";
    if (failed || ::mkdtemp(name.data()) == nullptr)
        throw Error(fmt::format("could not create a folder in {} for the server's data", base.string()))
            .with_hint("choose a folder that the user 'postgres' can access with --embedded DIR");
    hand_over(name, account);
    return name;
}

/// A folder of root's that the user made for the server beforehand is given to the account; one that holds
/// anything else is not ours to take.
void take_folder(const fs::path& folder, const Account& account) {
    make_private_folder(folder, account);
    std::error_code unreadable;
    if (!fs::exists(folder / "lock") && !fs::is_empty(folder, unreadable))
        throw UsageError(
            fmt::format("folder {} contains files that do not belong to a server", folder.string()))
            .with_hint("choose an empty or a new folder with --embedded DIR");
    hand_over(folder, account);
}

bool socket_is_there(const fs::path& socket_folder) {
    struct stat info {};
    const auto socket = socket_folder / fmt::format(".s.PGSQL.{}", socket_port);
    return ::stat(socket.c_str(), &info) == 0 && S_ISSOCK(info.st_mode);
}

} // namespace

std::string to_string(State state) {
    switch (state) {
    case State::absent:
        return "absent";
    case State::stopped:
        return "stopped";
    case State::starting:
        return "starting";
    case State::running:
        return "running";
    }
    return "";
}

Server::Server(fs::path folder, Account account) : folder_(std::move(folder)), account_(std::move(account)) {}

Server Server::open(const fs::path& folder) {
    const auto absolute = fs::weakly_canonical(fs::absolute(folder));
    auto account = server_account(absolute);
    struct stat info {};
    if (::stat(absolute.c_str(), &info) == 0 && info.st_uid != account.uid && info.st_uid != ::geteuid())
        throw UsageError(fmt::format("the server's folder {} belongs to another user (uid {})",
                                     absolute.string(), info.st_uid))
            .with_hint("run pgmend as that user, or choose another folder with --embedded DIR");
    return {absolute, std::move(account)};
}

fs::path Server::data() const {
    std::error_code missing;
    const auto real = fs::canonical(folder_ / "data", missing);
    return missing ? folder_ / "data" : real;
}

fs::path Server::socket_folder() const {
    if (const auto server = running_postmaster(data()))
        return server->socket_folder;
    return first_line(folder_ / "socket");
}

Binaries Server::binaries() const {
    return find_binaries(major_version(first_line(data() / "PG_VERSION")));
}

Descriptor Server::lock() {
    auto descriptor = open_private_file(folder_ / "lock", O_RDWR, account_);
    while (::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            throw Error(
                fmt::format("could not lock {}: {}", (folder_ / "lock").string(), std::strerror(errno)));
        pg::interruptible_sleep(std::chrono::milliseconds(20));
    }
    return descriptor;
}

void Server::start() {
    if (status().state == State::running && socket_is_there(socket_folder()))
        return;
    take_folder(folder_, account_);
    const auto held = lock();
    try {
        start_locked();
    } catch (const Interrupted&) {
        throw;
    } catch (Error& error) {
        error.in_context(fmt::format("could not start the private server in {}", folder_.string()));
        throw;
    }
}

void Server::start_locked() {
    // A server whose socket a cleaner of /tmp has taken away runs on, but nobody can reach it any more.
    if (running_postmaster(data()) && !socket_is_there(socket_folder()) && status().state == State::running)
        stop_postmaster(data(), stop_limit);
    if (const auto other = running_postmaster(data())) {
        const auto gone = [&] { return !running_postmaster(data()); };
        if (wait_until_ready(data(), gone, start_limit))
            return;
    }
    const auto programs = binaries();
    if (!fs::exists(data() / "PG_VERSION"))
        make_data(programs);
    remove_stale_pid_file(data());
    const fs::path before = first_line(folder_ / "socket");
    const auto sockets = make_socket_folder(data(), account_);
    if (!before.empty() && before != sockets)
        remove_socket_folder(before, account_);
    write_line(folder_ / "socket", sockets.string(), account_);
    launch(programs, sockets);
}

void Server::make_data(const Binaries& programs) {
    const auto link = folder_ / "data";
    const bool reachable = can_reach(folder_, account_);
    const auto place = reachable ? folder_ : outside_folder(account_);
    // Under another name until it is whole, so that an interrupted initdb leaves nothing that looks like
    // data.
    const auto unfinished = place / "data.new";
    fs::remove_all(unfinished);
    const auto outcome = run(make_cluster(programs, unfinished, account_, true));
    if (outcome.exit_code != 0)
        throw Error("initdb failed").with_detail(outcome.output);
    fs::rename(unfinished, place / "data");
    if (!reachable) {
        fs::remove(link);
        fs::create_directory_symlink(place / "data", link);
    }
}

void Server::launch(const Binaries& programs, const fs::path& sockets) {
    constexpr std::string_view memory_in_use = "pre-existing shared memory block";
    std::error_code missing;
    const bool too_long = fs::file_size(log(), missing) > max_log_size && !missing;
    const auto output = open_private_file(log(), O_WRONLY | O_APPEND | (too_long ? O_TRUNC : 0), account_);
    const auto command = run_cluster(programs, data(), sockets, {}, account_);
    for (int attempt = 0;; ++attempt) {
        const auto from = fs::file_size(log());
        const pid_t pid = embedded::start(command, output.get());
        if (wait_until_ready(
                data(), [pid] { return has_ended(pid); }, start_limit))
            return;
        const auto tail = log_tail(log(), from);
        // The sessions of a killed server need a moment to notice that it is gone.
        const bool passing = tail.find(memory_in_use) != std::string::npos && attempt < 20;
        if (!passing)
            throw Error("the server stopped immediately", ExitCode::no_connection)
                .with_detail(tail)
                .with_hint(fmt::format("the complete log is in {}", log().string()));
        pg::interruptible_sleep(std::chrono::milliseconds(250));
    }
}

void Server::stop() {
    if (status().state == State::absent)
        return;
    const auto held = lock();
    stop_postmaster(data(), stop_limit);
    if (const fs::path sockets = first_line(folder_ / "socket"); !sockets.empty())
        remove_socket_folder(sockets, account_);
}

Status Server::status() const {
    Status status{.version = major_version(first_line(data() / "PG_VERSION")),
                  .data = data(),
                  .log = log(),
                  .account = account_.name};
    if (status.version == 0)
        return status;
    status.state = State::stopped;
    if (const auto server = running_postmaster(data())) {
        status.state = server->state == "ready" ? State::running : State::starting;
        status.pid = server->pid;
        status.socket_folder = server->socket_folder;
    }
    return status;
}

pg::Dsn Server::dsn(const std::string& database) const {
    return socket_dsn(socket_folder(), database);
}

std::string Server::url(const std::string& database) const {
    return pg::to_url(dsn(database));
}

void Server::ensure_database(const std::string& name) {
    embedded::ensure_database(dsn(), name);
}

} // namespace pgmend::embedded
