#pragma once

#include "migrate/plan.hpp"

namespace pgmend::migrate {

/// What is to be done with a statement in the database as it is now.
struct Decision {
    Action action = Action::run;
    std::vector<std::string> sql; ///< what to run instead of the statement's own text, in order; empty = that
    statement::ObjectName object;
    std::string reason;
    std::vector<catalog::Difference> differences;
    std::vector<std::size_t> done; ///< later statements of the section that are skipped with this one
    std::string warning;           ///< what the user should look at, though it is no obstacle
};

/// What creates something that is there already, and equal; `name` is the object's where the statement gives
/// it none.
Decision decided_equal(const statement::Effect& effect, const std::string& name);

/// What drops or renames something that is gone.
Decision decided_gone(const statement::Effect& effect);

/// Copies the decision into the plan.
void note(PlannedStatement& planned, const Decision& decision);

} // namespace pgmend::migrate
