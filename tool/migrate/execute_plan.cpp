#include "migrate/execute_plan.hpp"

#include "base/cancel.hpp"

#include <algorithm>

namespace pgmend::migrate {

void execute(Execution& execution, Plan& plan) {
    for (std::size_t i = 0; i < plan.steps.size();) {
        cancel::check(); // what was in hand has come to its end all the same
        const auto begin = plan.steps.begin() + static_cast<std::ptrdiff_t>(i);
        // Rewritten, it may have been cut where it is not now.
        const auto is_whole = [&](const PlannedStep& step) {
            return step.one_transaction() && !execution.begun.contains(step.id());
        };
        const auto end = std::find_if_not(begin, plan.steps.end(), [&](const PlannedStep& step) {
            return is_whole(step) && !step.stepwise;
        });
        if (begin == end) {
            if (is_whole(*begin))
                execute_stepwise(execution, *begin);
            else
                execute_segments(execution, *begin);
            ++i;
            continue;
        }
        const auto done_before = execution.applied.size();
        const auto result = execute_fast(execution, std::span(begin, end), end == plan.steps.end());
        i += execution.applied.size() - done_before;
        if (result == FastEnd::needs_care)
            plan.steps[i].stepwise = true;
    }
}

} // namespace pgmend::migrate
