#include "pg/retry.hpp"

#include "base/cancel.hpp"

#include <algorithm>

#include <poll.h>

namespace pgmend::pg {

Backoff::Backoff(Limits limits) : limits_(limits), current_(limits.first), random_(std::random_device{}()) {}

std::chrono::milliseconds Backoff::next() {
    std::uniform_int_distribution<long> jitter(current_.count() / 2, current_.count());
    const auto drawn = std::chrono::milliseconds(jitter(random_));
    current_ = std::min(current_ * 2, limits_.most);
    return drawn;
}

void Backoff::wait() {
    interruptible_sleep(next());
}

void interruptible_sleep(std::chrono::milliseconds duration) {
    pollfd wake{cancel::descriptor(), POLLIN, 0};
    ::poll(&wake, cancel::descriptor() >= 0 ? 1 : 0, static_cast<int>(duration.count()));
    cancel::check();
}

} // namespace pgmend::pg
