#pragma once

#include <chrono>
#include <optional>
#include <random>
#include <string_view>

namespace pgmend::pg {

/// Why a statement that failed with this SQLSTATE may succeed if it is repeated unchanged in a new
/// transaction; nothing = it will fail again. Class 08 and errors without an SQLSTATE because of a lost
/// connection are not covered; see SqlError::connection_lost(). 57014 is not covered because the user's
/// request to stop also causes it, and 55000 and 0A000 because they are permanent for most statements.
std::optional<std::string_view> transient_reason(std::string_view sqlstate);

/// Whether the error is only due to concurrency: a lock timeout, a deadlock, or a serialization failure. The
/// connection can still be used.
bool is_contention(std::string_view sqlstate);

/// The number of the current attempt in this thread, from 1; for the error journal.
int current_attempt() noexcept;

/// Sets the number of the current attempt in this thread until the end of the scope.
class AttemptScope {
  public:
    explicit AttemptScope(int attempt) noexcept;
    AttemptScope(const AttemptScope&) = delete;
    AttemptScope& operator=(const AttemptScope&) = delete;
    ~AttemptScope();

  private:
    int before_;
};

/// Pauses that double from `first` to `most`. Each is a random time between half of that and the whole, so
/// that clients that have failed together do not retry together.
class Backoff {
  public:
    struct Limits {
        std::chrono::milliseconds first{100};
        std::chrono::milliseconds max{5000};
    };

    explicit Backoff(Limits limits);
    /// The next pause.
    std::chrono::milliseconds next();
    /// Waits for the next pause. Throws Interrupted as soon as the user asks to stop.
    void wait();

  private:
    Limits limits_;
    std::chrono::milliseconds current_;
    std::minstd_rand random_;
};

/// Sleeps; throws Interrupted as soon as the user asks to stop.
void interruptible_sleep(std::chrono::milliseconds duration);

} // namespace pgmend::pg
