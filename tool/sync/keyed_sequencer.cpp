#include "sync/keyed_sequencer.hpp"

#include <algorithm>

namespace pgmend::sync {

bool KeyedSequencer::is_free(std::size_t number, const std::vector<std::string>& ids) const {
    return std::ranges::all_of(at_work_, [&](const auto& one) {
        return one.first >= number ||
               std::ranges::none_of(ids, [&](const auto& id) { return one.second.contains(id); });
    });
}

bool KeyedSequencer::acquire(std::size_t number, std::vector<std::string> ids) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || next_ == number; });
    at_work_.emplace(number, std::unordered_set<std::string>(ids.begin(), ids.end()));
    next_ = number + 1;
    changed_.notify_all();
    changed_.wait(lock, [&] { return stopped_ || is_free(number, ids); });
    return !stopped_;
}

void KeyedSequencer::release(std::size_t number) {
    const std::lock_guard lock(mutex_);
    at_work_.erase(number);
    changed_.notify_all();
}

void KeyedSequencer::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

} // namespace pgmend::sync
