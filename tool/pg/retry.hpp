#pragma once

#include <chrono>
#include <optional>
#include <random>
#include <string_view>

namespace pgmend::pg {

/// Why a statement that failed with this SQLSTATE may go well when it is tried again, unchanged, in a new
/// transaction; nothing = it will fail again. The class 08 and what has none because the connection broke
/// under it are for the caller to know (SqlError::connection_lost). Left out on purpose: 57014, which is also
/// the user's request, 55000 and 0A000, which are lasting for most statements.
std::optional<std::string_view> transient_reason(std::string_view sqlstate);

/// Whether only the moment was wrong: a lock not obtained, a deadlock, a serialization failure. The
/// connection is as good as before.
bool is_contention(std::string_view sqlstate);

/// Which attempt of a retried piece of work this thread is in, from 1; for the error journal.
int current_attempt() noexcept;

/// Says for a scope which attempt this thread is in.
class AttemptScope {
  public:
    explicit AttemptScope(int attempt) noexcept;
    AttemptScope(const AttemptScope&) = delete;
    AttemptScope& operator=(const AttemptScope&) = delete;
    ~AttemptScope();

  private:
    int before_;
};

/// Waiting times that double from `first` to `most`, each drawn at random between half and the whole of it,
/// so that many clients that failed together do not come back together.
class Backoff {
  public:
    struct Limits {
        std::chrono::milliseconds first{100};
        std::chrono::milliseconds max{5000};
    };

    explicit Backoff(Limits limits);
    /// The next time to wait.
    std::chrono::milliseconds next();
    /// Waits that long; throws Interrupted as soon as the user asks to stop.
    void wait();

  private:
    Limits limits_;
    std::chrono::milliseconds current_;
    std::minstd_rand random_;
};

/// Sleeps; throws Interrupted as soon as the user asks to stop.
void interruptible_sleep(std::chrono::milliseconds duration);

} // namespace pgmend::pg
