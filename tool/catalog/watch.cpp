#include "catalog/watch.hpp"

namespace pgmend::catalog {

Watch::Watch(std::function<void(Watch&)> look) {
    thread_ = std::thread([this, look = std::move(look)] {
        try {
            look(*this);
        } catch (const std::exception&) { // NOLINT: see the header
        }
    });
}

Watch::~Watch() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    ended_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

bool Watch::is_over_within(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, time, [this] { return over_; });
}

} // namespace pgmend::catalog
