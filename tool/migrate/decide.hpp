#pragma once

#include "migrate/plan.hpp"
#include "pg/connection.hpp"

namespace pgmend::migrate {

/// What is to be done with a statement in the database as it is now.
struct Decision {
    Action action = Action::run;
    std::vector<std::string> sql; ///< what to run instead of the statement's own text, in order; empty = that
    statement::ObjectName object;
    std::string reason;
    std::vector<catalog::Difference> differences;
};

/// Looks at what the statement would create or drop. Needs an open transaction (twins are made in a
/// savepoint); changes nothing. A twin that the server refuses gives Action::unknown with the reason.
Decision decide(pg::Connection& connection, const statement::Statement& statement);

/// Copies the decision into the plan.
void note(PlannedStatement& planned, const Decision& decision);

} // namespace pgmend::migrate
