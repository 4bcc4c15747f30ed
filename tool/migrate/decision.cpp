#include "migrate/decision.hpp"

namespace pgmend::migrate {

Decision decided_equal(const statement::Effect& effect, const std::string& name) {
    Decision decision{
        .action = Action::skip, .object = effect.object, .reason = "already exists and is identical"};
    if (decision.object.name.empty())
        decision.object.name = name;
    return decision;
}

Decision decided_gone(const statement::Effect& effect) {
    return {.action = Action::skip, .object = effect.object, .reason = "does not exist"};
}

void note(PlannedStatement& planned, const Decision& decision) {
    planned.action = decision.action;
    planned.object = decision.object;
    planned.reason = decision.reason;
    planned.differences = decision.differences;
}

} // namespace pgmend::migrate
