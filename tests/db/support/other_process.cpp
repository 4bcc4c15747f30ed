#include "db/support/other_process.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pgmend::test {
namespace {

[[noreturn]] void live(const std::function<int(const OtherProcess::Say&)>& work, int writer) {
    int result = 99;
    try {
        result = work([writer](const std::string& line) {
            const auto text = line + "\n";
            [[maybe_unused]] const auto ignored = ::write(writer, text.data(), text.size());
        });
    } catch (const std::exception& error) {
        std::fprintf(stderr, "in the other process: %s\n", error.what());
    }
    ::_exit(result); // no destructors of the test's own objects here
}

} // namespace

OtherProcess::OtherProcess(const std::function<int(const Say&)>& work) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("cannot make a pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
        ::close(pipe[0]);
        live(work, pipe[1]);
    }
    ::close(pipe[1]);
    reader_ = pipe[0];
}

OtherProcess::~OtherProcess() {
    kill();
    wait();
    ::close(reader_);
}

std::string OtherProcess::hear() {
    std::string line;
    for (char c = 0; ::read(reader_, &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

void OtherProcess::kill() {
    if (pid_ > 0)
        ::kill(pid_, SIGKILL);
}

int OtherProcess::wait() {
    int status = 0;
    if (pid_ <= 0 || ::waitpid(pid_, &status, 0) != pid_)
        return -1;
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace pgmend::test
