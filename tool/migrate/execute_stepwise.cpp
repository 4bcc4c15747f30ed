#include "migrate/section_session.hpp"
#include "migrate/step_frame.hpp"
#include "migrate/stepwise.hpp"

namespace pgmend::migrate {

void execute_stepwise(Execution& execution, const PlannedStep& step) {
    const Stopwatch watch;
    std::size_t skipped = 0;
    try {
        auto& connection = execution.session.connection();
        begin_step(execution, step, true);
        Stepwise stepwise(execution, step);
        const auto size = step.statements.size();
        for (auto i = transaction_settings(step); i < size; ++i)
            skipped += stepwise.run(i, size) ? 1 : 0;
        record(execution, step, skipped);
        connection.run("COMMIT");
        restore_session(execution, step);
    } catch (const pg::SqlError& error) {
        give_up(execution, step, error);
    } catch (...) {
        roll_back(execution);
        throw;
    }
    finish(execution, step, skipped, watch.milliseconds());
}

} // namespace pgmend::migrate
