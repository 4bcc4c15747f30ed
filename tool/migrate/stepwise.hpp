#pragma once

#include "migrate/execute.hpp"
#include "migrate/judge.hpp"

#include <set>
#include <vector>

namespace pgmend::migrate {

/// Runs the statements of a step one by one in an open transaction. Before each statement, it examines the
/// objects that the statement would create or drop. A savepoint precedes statements that the server may
/// reject because they are already done.
class Stepwise {
  public:
    /// Both arguments must outlive the object.
    Stepwise(Execution& execution, const PlannedStep& step);

    /// Runs the statement at `index`. Returns true if it was skipped. `at_most` = the end of the statements
    /// in the same transaction. Throws SqlError, Error (for a conflict).
    bool run(std::size_t index, std::size_t at_most);
    /// Decides without running the statement, and reports skips and warnings to the listener. Throws Error
    /// for a conflict.
    Decision decide_or_refuse(std::size_t index, std::size_t at_most);
    /// Whether the catalog shows that a statement that an earlier run has completed was undone: its object
    /// does not exist, or the object that it dropped exists, and no statement before `end` explains that.
    bool is_undone(std::size_t index, std::size_t end);
    /// Must be called after a statement was run by other means.
    void ran(std::size_t index) { judge_.ran(index); }

  private:
    bool run_or_skip(std::size_t index, const Decision& decision);
    void notify(const Decision& decision);
    void refuse(std::size_t index, const Decision& decision) const;

    Execution& execution_;
    const PlannedStep& step_;
    std::vector<statement::Statement> section_;
    OwnHistory history_;
    Judge judge_;
    std::set<std::size_t> done_; ///< statements that were skipped together with an earlier one
};

} // namespace pgmend::migrate
