#include "maintain/lag.hpp"

#include <algorithm>

namespace pgmend::maintain {

void LagTracker::wrote(Time now, long long position) {
    constexpr std::size_t max_notes = 10'000;
    if (!notes_.empty() && notes_.back().position >= position)
        return;
    notes_.push_back({now, position});
    if (notes_.size() > max_notes) // old ones tell the age; of those between, every other does as well
        for (std::size_t i = 1; i < notes_.size() - 1; ++i)
            notes_.erase(notes_.begin() + static_cast<std::ptrdiff_t>(i));
}

std::chrono::milliseconds LagTracker::lag(Time now, long long replayed) const {
    const auto behind =
        std::ranges::find_if(notes_, [&](const Note& note) { return note.position > replayed; });
    if (behind == notes_.end())
        return std::chrono::milliseconds(0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - behind->time);
}

void LagTracker::all_replayed(long long position) {
    while (!notes_.empty() && notes_.front().position <= position)
        notes_.pop_front();
}

} // namespace pgmend::maintain
