#pragma once

#include <chrono>
#include <random>

namespace pgmend::pg {

/// Waiting times that double from `first` to `most`, each drawn at random between half and the whole of it,
/// so that many clients that failed together do not come back together.
class Backoff {
  public:
    struct Limits {
        std::chrono::milliseconds first{100};
        std::chrono::milliseconds most{5000};
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
