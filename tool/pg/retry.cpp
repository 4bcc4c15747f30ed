#include "pg/retry.hpp"

#include "base/cancel.hpp"

#include "pg/sql_error.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <poll.h>

namespace pgmend::pg {
namespace {

// PostgreSQL manual, appendix A.
constexpr auto reasons = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"40001", "another transaction has changed the same rows"},
    {"40P01", "deadlock; the other transaction continued"},
    {"55P03", "another session holds the lock"},
    {"55006", "the object is in use by another session"},
    {"53000", "the server has insufficient resources"},
    {"53100", "the server's disk is full"},
    {"53200", "the server is out of memory"},
    {"53300", "all connection slots are in use"},
    {"57P01", "the session was ended by an administrator"},
    {"57P02", "the server crashed and is restarting"},
    {"57P03", "the server is starting up or shutting down"},
    {"57P05", "the session was idle for too long"},
    {"58000", "the server had a system error"},
    {"58030", "the server had an I/O error"},
    {"08000", "the connection failed"},
    {"08001", "the connection could not be established"},
    {"08003", "the connection does not exist"},
    {"08004", "the server refused the connection"},
    {"08006", "the connection was lost"},
    {"08007", "the connection was lost at the end of a transaction"},
});

thread_local int attempt_in_hand = 1;

} // namespace

std::optional<std::string_view> transient_reason(std::string_view sqlstate) {
    for (const auto& [state, reason] : reasons)
        if (state == sqlstate)
            return reason;
    return std::nullopt;
}

bool is_contention(std::string_view sqlstate) {
    return sqlstate == sqlstate::lock_not_available || sqlstate == sqlstate::deadlock ||
           sqlstate == sqlstate::serialization;
}

int current_attempt() noexcept {
    return attempt_in_hand;
}

AttemptScope::AttemptScope(int attempt) noexcept : before_(std::exchange(attempt_in_hand, attempt)) {}

AttemptScope::~AttemptScope() {
    attempt_in_hand = before_;
}

Backoff::Backoff(Limits limits) : limits_(limits), current_(limits.first), random_(std::random_device{}()) {}

std::chrono::milliseconds Backoff::next() {
    std::uniform_int_distribution<long> jitter(current_.count() / 2, current_.count());
    const auto drawn = std::chrono::milliseconds(jitter(random_));
    current_ = std::min(current_ * 2, limits_.max);
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
