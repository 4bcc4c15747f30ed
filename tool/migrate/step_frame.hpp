#pragma once

#include "migrate/execute.hpp"

#include <chrono>

namespace pgmend::migrate {

// What is executed before and after the statements of a step.

/// Begins the transaction of a step: sets its limits, creates the version table if necessary, locks it, and
/// checks its rows or, if `change` is set, changes them. SET TRANSACTION statements of the section come
/// first.
void begin_step(Execution& execution, const PlannedStep& step, bool change);

/// The statements of begin_step() with `change`, up to those for the version table.
std::vector<pg::Query> begin_queries(const Execution& execution, const PlannedStep& step, bool durable);

/// Records a finished step in the ledger, in the transaction of the step. With a pooler, it also restores the
/// session.
void record(Execution& execution, const PlannedStep& step, std::size_t skipped);

/// Restores the session after the last transaction of the step. Does nothing with a pooler.
void restore_session(Execution& execution, const PlannedStep& step);

/// Rolls back the open transaction after an error in a step, and throws the error for the user, or
/// VersionMoved.
[[noreturn]] void give_up(Execution& execution, const PlannedStep& step, const pg::SqlError& error);
void roll_back(Execution& execution);

/// Adds a finished step to the outcome and notifies the listener.
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
