#include "pg/failure.hpp"

#include "pg/retry.hpp"

#include <mutex>

namespace pgmend::pg {
namespace {

std::mutex mutex;
std::function<void(const Failure&)> listener; // NOLINT: one a process

} // namespace

void on_failure(std::function<void(const Failure&)> new_listener) {
    const std::lock_guard lock(mutex);
    listener = std::move(new_listener);
}

void tell_failure(Failure failure) noexcept {
    try {
        const std::lock_guard lock(mutex);
        failure.attempt = current_attempt();
        if (listener)
            listener(failure);
    } catch (const std::exception&) { // NOLINT: the error itself is more important
    }
}

} // namespace pgmend::pg
