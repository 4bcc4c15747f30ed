#pragma once

#include "migrate/execute.hpp"
#include "migrate/judge.hpp"

#include <set>
#include <vector>

namespace pgmend::migrate {

/// A step's statements, run one by one in an open transaction, each after a look at what it would create or
/// drop. A savepoint stands before those that the server may refuse because they are done already.
class Stepwise {
  public:
    /// Both must outlive it.
    Stepwise(Execution& execution, const PlannedStep& step);

    /// Runs the step's statement at `index`; true when it was skipped. `at_most` = the end of the statements
    /// of the same transaction. Throws SqlError, Error (a conflict).
    bool run(std::size_t index, std::size_t at_most);
    /// Decides only, and tells the listener what is special. Throws Error for a conflict.
    Decision decide_or_refuse(std::size_t index, std::size_t at_most);
    /// Whether the catalog can show that the statement, which an earlier run has done, is undone: what it
    /// made is gone, or what it dropped is there, and no statement up to `end` accounts for that.
    bool is_undone(std::size_t index, std::size_t end);
    /// Takes account of a statement that was run outside.
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
    std::set<std::size_t> done_; ///< skipped with an earlier statement
};

} // namespace pgmend::migrate
