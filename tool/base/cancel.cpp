#include "base/cancel.hpp"

#include "base/error.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace pgmend::cancel {
namespace {

std::atomic<int> count{0};
std::array<int, 2> wake_pipe{-1, -1};

extern "C" void on_signal(int) {
    request();
}

} // namespace

void install_handlers() {
    if (wake_pipe[0] < 0 && pipe2(wake_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        throw Error("could not create a pipe for signals");
    struct sigaction action {};
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    signal(SIGPIPE, SIG_IGN);
}

int requests() noexcept {
    return count.load();
}

void request() noexcept {
    const int saved = errno;
    count.fetch_add(1);
    if (wake_pipe[1] >= 0) [[maybe_unused]]
        const auto ignored = write(wake_pipe[1], "!", 1);
    errno = saved;
}

int descriptor() noexcept {
    return wake_pipe[0];
}

void check() {
    if (requests() > 0)
        throw Interrupted();
}

void reset() noexcept {
    count = 0;
    char byte;
    while (wake_pipe[0] >= 0 && read(wake_pipe[0], &byte, 1) > 0) {
    }
}

} // namespace pgmend::cancel
