#include "pg/watching.hpp"

#include <atomic>
#include <mutex>

namespace pgmend::pg {
namespace {

std::mutex mutex;
std::function<void(const Notice&)> listener; // NOLINT: one a process
std::atomic<std::uint64_t> answers_seen{0};

} // namespace

void on_warning(std::function<void(const Notice&)> new_listener) {
    const std::lock_guard lock(mutex);
    listener = std::move(new_listener);
}

void tell_warning(const Notice& notice) noexcept {
    try {
        const std::lock_guard lock(mutex);
        if (listener)
            listener(notice);
    } catch (const std::exception&) { // NOLINT: libpq, which calls this, knows no exceptions
    }
}

std::uint64_t answers() noexcept {
    return answers_seen.load(std::memory_order_relaxed);
}

void note_answer() noexcept {
    answers_seen.fetch_add(1, std::memory_order_relaxed);
}

} // namespace pgmend::pg
