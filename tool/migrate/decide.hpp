#pragma once

#include "migrate/plan.hpp"
#include "pg/connection.hpp"

#include <span>

namespace pgmend::migrate {

/// What is to be done with a statement in the database as it is now.
struct Decision {
    Action action = Action::run;
    std::vector<std::string> sql; ///< what to run instead of the statement's own text, in order; empty = that
    statement::ObjectName object;
    std::string reason;
    std::vector<catalog::Difference> differences;
};

/// What is to be looked up for an effect: a comment by the relation that it is on.
statement::Effect probe_of(const statement::Statement& statement, const statement::Effect& effect);

/// Whether what the catalog says of an effect's object makes a look at it necessary: it is there although the
/// statement creates it, is gone although it drops it, or may be already what the statement makes of it.
bool needs_look(const statement::Statement& statement, const statement::Effect& effect,
                const catalog::Existing& existing, std::span<const statement::Statement> later);

/// Looks at what the statement would create, alter or drop; `later` are those behind it in its section, which
/// may make again what this one drops, or alter what it creates. Needs an open transaction (twins are made in
/// a savepoint); changes nothing. What the server cannot tell yet gives Action::unknown with the reason.
/// Throws SqlError and Error (code 6) where a lock is not to be had.
Decision decide(pg::Connection& connection, const statement::Statement& statement,
                std::span<const statement::Statement> later);

/// The decision about a statement that sets what the effect is of, where it is known whether that is so
/// already.
Decision decided_setting(const statement::Effect& effect, bool is_so);

/// The decision about a statement that creates what is there already, and equal; `name` is the object's where
/// the statement gives it none.
Decision decided_equal(const statement::Effect& effect, const std::string& name);

/// An ALTER TABLE without those of its sub-commands that are done already; itself where it has one, or none
/// is. Needs an open transaction, as decide() does.
statement::Statement what_is_left(pg::Connection& connection, const statement::Statement& statement,
                                  std::span<const statement::Statement> later);

/// The statements behind one of a step.
std::vector<statement::Statement> later_than(const PlannedStep& step, const PlannedStatement& planned);

/// Copies the decision into the plan.
void note(PlannedStatement& planned, const Decision& decision);

} // namespace pgmend::migrate
