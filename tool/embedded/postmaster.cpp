#include "embedded/postmaster.hpp"

#include "base/error.hpp"
#include "embedded/process.hpp"
#include "pg/retry.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>

namespace pgmend::embedded {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds poll_interval{10};

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string read_file(const fs::path& file, std::uintmax_t from = 0) {
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(from));
    return {std::istreambuf_iterator<char>(stream), {}};
}

int number(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string without_padding(std::string text) {
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

bool is_alive(pid_t pid) {
    return ::kill(pid, 0) == 0 || errno == EPERM;
}

/// A server's working folder is its data folder: this tells it from a program that got its number later.
bool works_in(pid_t pid, const fs::path& data) {
    struct stat own {};
    struct stat theirs {};
    if (::stat(fmt::format("/proc/{}/cwd", pid).c_str(), &theirs) != 0)
        return errno == EACCES && is_server_process(pid); // root in a container often may not look further
    return ::stat(data.c_str(), &own) == 0 && own.st_dev == theirs.st_dev && own.st_ino == theirs.st_ino;
}

std::optional<PidFile> read_pid_file(const fs::path& data) {
    return parse_pid_file(read_file(data / "postmaster.pid"));
}

} // namespace

std::optional<PidFile> parse_pid_file(std::string_view text) {
    auto lines = lines_of(text);
    // A standalone backend (postgres --single) writes its process id with a minus.
    if (lines.empty() || number(lines[0]) == 0)
        return std::nullopt;
    lines.resize(std::max<std::size_t>(lines.size(), 8));
    return PidFile{.pid = std::abs(number(lines[0])),
                   .port = number(lines[3]),
                   .socket_folder = lines[4],
                   .state = without_padding(lines[7])};
}

std::optional<PidFile> running_postmaster(const fs::path& data) {
    auto file = read_pid_file(data);
    if (file && is_alive(file->pid) && works_in(file->pid, data))
        return file;
    return std::nullopt;
}

bool is_server_process(pid_t pid) {
    const auto command = read_file(fmt::format("/proc/{}/cmdline", pid));
    return fs::path(command.c_str()).filename() == "postgres";
}

void remove_stale_pid_file(const fs::path& data) {
    const auto file = read_pid_file(data);
    std::error_code ignored;
    if (file && !running_postmaster(data))
        fs::remove(data / "postmaster.pid", ignored);
}

bool wait_until_ready(const fs::path& data, const std::function<bool()>& ended, std::chrono::seconds limit) {
    const auto deadline = Clock::now() + limit;
    for (;;) {
        if (const auto server = running_postmaster(data); server && server->state == "ready")
            return true;
        if (ended())
            return false;
        if (Clock::now() > deadline)
            throw Error(
                fmt::format("the server in {} was not ready within {} s", data.string(), limit.count()),
                ExitCode::no_connection)
                .with_hint(
                    "it may still be recovering from a crash; check again with 'pgmend server status'");
        pg::interruptible_sleep(poll_interval);
    }
}

void stop_postmaster(const fs::path& data, std::chrono::seconds limit) {
    const auto server = running_postmaster(data);
    if (!server)
        return;
    if (::kill(server->pid, SIGINT) != 0 && errno != ESRCH)
        throw Error(fmt::format("no permission to stop the server with process id {}", server->pid))
            .with_hint("run this command as the user who started the server");
    const auto deadline = Clock::now() + limit;
    // A server that this process started itself stays in the process table until it is waited for.
    while (!has_ended(server->pid) && running_postmaster(data)) {
        if (Clock::now() > deadline)
            throw Error(fmt::format("the server with process id {} did not stop within {} s", server->pid,
                                    limit.count()))
                .with_hint(
                    "its log shows what it waits for; 'kill -QUIT' stops it immediately, and the next start "
                    "recovers the data");
        pg::interruptible_sleep(poll_interval);
    }
}

std::string log_tail(const fs::path& log, std::uintmax_t from) {
    constexpr std::size_t max_lines = 20;
    const auto lines = lines_of(read_file(log, from));
    std::string tail;
    for (std::size_t i = lines.size() > max_lines ? lines.size() - max_lines : 0; i < lines.size(); ++i)
        tail += (tail.empty() ? "" : "\n") + lines[i];
    return tail;
}

} // namespace pgmend::embedded
