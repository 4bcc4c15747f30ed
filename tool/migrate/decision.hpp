#pragma once

#include "migrate/plan.hpp"

namespace pgmend::migrate {

/// What to do with a statement in the current state of the database.
struct Decision {
    Action action = Action::run;
    /// What to run instead of the statement's text, in order; empty = the text itself.
    std::vector<std::string> sql;
    statement::ObjectName object;
    std::string reason;
    std::vector<catalog::Difference> differences;
    std::vector<std::size_t> done; ///< later statements that are skipped together with this one
    std::string warning;           ///< a warning for the user; the statement is executed nevertheless
};

/// The decision for a statement whose object already exists and is identical. `name` is the name of the
/// object if the statement does not give one.
Decision decided_equal(const statement::Effect& effect, const std::string& name);

/// The decision for a statement that drops or renames an object that does not exist.
Decision decided_gone(const statement::Effect& effect);

/// Copies the decision to the plan.
void note(PlannedStatement& planned, const Decision& decision);

} // namespace pgmend::migrate
