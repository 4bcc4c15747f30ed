#pragma once

#include "migrate/execute.hpp"

#include <chrono>

namespace pgmend::migrate {

// What is around the statements of a step.

/// Begins a step's transaction: its limits, the version table (created if that is still to be done) locked,
/// and its rows checked, or changed when `change` is set. What the section itself says of the transaction
/// comes first.
void begin_step(Execution& execution, const PlannedStep& step, bool change);

/// The statements of begin_step(), with `change`, up to the version table.
std::vector<pg::Query> begin_queries(const Execution& execution, const PlannedStep& step, bool durable);

/// Records a whole step in the ledger, in its transaction; behind a proxy it also brings the session back to
/// what it was.
void record(Execution& execution, const PlannedStep& step, std::size_t skipped);

/// Brings the session back to what it was before the step, behind its last transaction. Nothing behind a
/// proxy.
void restore_session(Execution& execution, const PlannedStep& step);

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
