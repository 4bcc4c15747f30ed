#include "migrate/careful.hpp"

namespace pgmend::migrate {

void execute_careful(Execution& execution, const PlannedStep& step) {
    const Stopwatch watch;
    std::size_t skipped = 0;
    try {
        auto& connection = execution.session.connection();
        begin_step(execution, step, true);
        for (const auto& planned : step.statements)
            skipped += run_carefully(execution, step, planned) ? 1 : 0;
        if (execution.ledger.enabled())
            connection.run(execution.ledger.insert_query(entry_of(step, skipped)));
        connection.run("COMMIT");
    } catch (const pg::SqlError& error) {
        give_up(execution, step, error);
    } catch (...) {
        roll_back(execution);
        throw;
    }
    finish(execution, step, skipped, watch.milliseconds());
}

} // namespace pgmend::migrate
