#pragma once

#include "migrate/decide.hpp"
#include "migrate/execute.hpp"

#include <chrono>

namespace pgmend::migrate {

/// Begins a step's transaction: its limits, the version table (created if that is still to be done) locked,
/// and its rows checked, or changed when `change` is set.
void begin_step(Execution& execution, const PlannedStep& step, bool change);

/// Decides about one statement and runs it; true when it was skipped. Throws Error for a conflict.
bool run_carefully(Execution& execution, const PlannedStep& step, const PlannedStatement& planned);

/// Decides only, in the open transaction; throws Error for a conflict, tells the listener what is special.
Decision decide_or_refuse(Execution& execution, const PlannedStep& step, const PlannedStatement& planned);

/// Tells the listener what is special about a decision.
void tell_decision(Execution& execution, const PlannedStep& step, const Decision& decision);

/// After an error in a step: rolls back what is open and throws the error as the user should see it, or
/// VersionMoved.
[[noreturn]] void give_up(Execution& execution, const PlannedStep& step, const pg::SqlError& error);
void roll_back(Execution& execution);

/// Books a step that is done, and tells the listener.
void finish(Execution& execution, const PlannedStep& step, std::size_t skipped, double milliseconds);

class Stopwatch {
  public:
    double milliseconds() const {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began_).count();
    }

  private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

} // namespace pgmend::migrate
