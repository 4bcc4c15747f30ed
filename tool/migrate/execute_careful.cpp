#include "migrate/careful.hpp"

#include "migrate/skips.hpp"

namespace pgmend::migrate {

void execute_careful(Execution& execution, const PlannedStep& step) {
    const Stopwatch watch;
    std::size_t skipped = 0;
    try {
        auto& connection = execution.session.connection();
        begin_step(execution, step, true);
        Skips skips(execution, step, {.first = 0, .last = step.statements.size()});
        for (std::size_t i = 0; i < step.statements.size(); ++i)
            skipped += skips.confirm(i) || run_carefully(execution, step, step.statements[i]) ? 1 : 0;
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
