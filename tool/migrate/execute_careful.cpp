#include "migrate/careful.hpp"

#include "migrate/decide_many.hpp"

#include <map>

namespace pgmend::migrate {
namespace {

/// What the plan skips is asked about once more before it is: what stands behind each other all at once,
/// since nothing happens between.
class Skips {
  public:
    Skips(Execution& execution, const PlannedStep& step) : execution_(execution), step_(step) {
        for (const auto& planned : step.statements)
            section_.push_back(planned.statement);
    }

    /// False where the statement has to be decided about by itself.
    bool confirm(std::size_t place) {
        if (step_.statements[place].action != Action::skip)
            return false;
        if (place >= asked_up_to_)
            ask(place);
        const auto found = skipped_.find(place);
        if (found == skipped_.end())
            return false;
        tell_decision(execution_, step_, found->second);
        return true;
    }

  private:
    void ask(std::size_t place) {
        std::vector<std::size_t> places;
        std::vector<statement::Effect> effects;
        for (; place < step_.statements.size() && step_.statements[place].action == Action::skip; ++place) {
            const auto& statement = step_.statements[place].statement;
            if (statement.effects.size() != 1)
                continue;
            places.push_back(place);
            effects.push_back(probe_of(statement, statement.effects.front()));
        }
        asked_up_to_ = place;
        if (places.size() < 2)
            return;
        auto& connection = execution_.session.connection();
        const auto existing = catalog::find_existing(connection, effects);
        std::vector<Look> looks;
        for (std::size_t i = 0; i < places.size(); ++i)
            looks.push_back({.statement = &section_[places[i]],
                             .existing = existing[i],
                             .later = std::span(section_).subspan(places[i] + 1)});
        decide_plain(connection, looks);
        decide_equal(connection, looks);
        for (std::size_t i = 0; i < places.size(); ++i)
            if (looks[i].decision && looks[i].decision->action == Action::skip)
                skipped_.emplace(places[i], *std::move(looks[i].decision));
    }

    Execution& execution_;
    const PlannedStep& step_;
    std::vector<statement::Statement> section_;
    std::size_t asked_up_to_ = 0;
    std::map<std::size_t, Decision> skipped_;
};

} // namespace

void execute_careful(Execution& execution, const PlannedStep& step) {
    const Stopwatch watch;
    std::size_t skipped = 0;
    try {
        auto& connection = execution.session.connection();
        begin_step(execution, step, true);
        Skips skips(execution, step);
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
