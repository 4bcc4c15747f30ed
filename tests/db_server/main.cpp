// The CTest fixture of the db tests: `db_server start` leaves a throwaway server behind for CTest's run and
// writes its URL into the file db_server.<process id of ctest>; `db_server stop` ends it. It ends by itself
// when CTest is killed, since then nobody calls stop.

#include "embedded/throwaway.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

bool is_alive(pid_t pid) {
    return ::kill(pid, 0) == 0 || errno == EPERM;
}

void pause_briefly() {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
}

void say(int descriptor, const std::string& text) {
    [[maybe_unused]] const auto ignored = ::write(descriptor, text.data(), text.size());
}

std::string read_all(int descriptor) {
    std::string text;
    for (std::array<char, 256> block{};;) {
        const auto count = ::read(descriptor, block.data(), block.size());
        if (count <= 0)
            return text;
        text.append(block.data(), static_cast<std::size_t>(count));
    }
}

/// CTest waits for the end of a test's output as well as for its exit.
void leave_terminal() {
    ::setsid();
    const int nothing = ::open("/dev/null", O_RDWR);
    for (int descriptor : {0, 1, 2})
        ::dup2(nothing, descriptor);
    ::close(nothing);
}

void hold_server(const fs::path& file, pid_t ctest, int starter) {
    leave_terminal();
    const pgmend::embedded::ThrowawayServer server;
    const auto unfinished = file.string() + ".new";
    std::ofstream(unfinished) << server.url() << "\n" << ::getpid() << "\n";
    fs::rename(unfinished, file);
    ::close(starter);
    while (fs::exists(file) && is_alive(ctest))
        pause_briefly();
    std::error_code ignored;
    fs::remove(file, ignored);
}

int start(const fs::path& file, pid_t ctest) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return 1;
    if (::fork() == 0) {
        ::close(pipe[0]);
        try {
            hold_server(file, ctest, pipe[1]);
        } catch (const std::exception& error) {
            say(pipe[1], error.what());
            return 1;
        }
        return 0;
    }
    ::close(pipe[1]);
    const auto failure = read_all(pipe[0]);
    if (!fs::exists(file))
        fmt::print(stderr, "{}\n", failure.empty() ? "the test server did not start" : failure);
    return fs::exists(file) ? 0 : 1;
}

int stop(const fs::path& file) {
    std::ifstream stream(file);
    std::string url;
    pid_t holder = 0;
    stream >> url >> holder;
    fs::remove(file);
    while (holder > 0 && is_alive(holder))
        pause_briefly();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::string_view action = argc > 1 ? argv[1] : "";
    const pid_t ctest = ::getppid();
    const fs::path file = fmt::format("{}/db_server.{}", PGMEND_TEST_STATE, ctest);
    if (action == "start")
        return start(file, ctest);
    if (action == "stop")
        return stop(file);
    fmt::print(stderr, "usage: db_server start|stop\n");
    return 2;
}
