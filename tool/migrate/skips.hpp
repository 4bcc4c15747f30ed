#pragma once

#include "migrate/decide.hpp"
#include "migrate/execute.hpp"

#include <map>
#include <vector>

namespace pgmend::migrate {

/// What the plan skips is asked about once more before it is skipped: statements of a segment that stand
/// behind each other all at once, since nothing happens between. Of use within one transaction.
class Skips {
  public:
    /// Both must outlive it.
    Skips(Execution& execution, const PlannedStep& step, const Segment& segment);

    /// Whether the segment's statement at `place` of the step is still to be skipped, which the listener is
    /// told then. False: it has to be decided about by itself.
    bool confirm(std::size_t place);

  private:
    void ask(std::size_t place);

    Execution& execution_;
    const PlannedStep& step_;
    std::size_t end_;
    std::vector<statement::Statement> section_; ///< all of the step, once somebody asks
    std::size_t asked_up_to_ = 0;
    std::map<std::size_t, Decision> skipped_;
};

} // namespace pgmend::migrate
