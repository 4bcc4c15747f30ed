#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"

#include <string>
#include <vector>

namespace pgmend::migrate {

// What a section says of its session and its transaction.

/// How many statements at the section's start are SET TRANSACTION: they have to come before anything else in
/// the transaction. 0 for a section of several transactions. Throws UsageError for READ ONLY: the version row
/// is changed in the same transaction.
std::size_t transaction_settings(const PlannedStep& step);

/// Whether the step may leave something behind in the session: settings, a role, temporary tables, locks.
bool leaves_session_changed(const PlannedStep& step);

/// Statements that make the role the session's own again, for what is recorded behind such a step.
std::vector<std::string> role_resets();

/// Statements that bring the session back to what it was when it was opened; can be run in a transaction.
std::vector<std::string> session_resets(const PlannedStep& step, const Session& session);

/// Whether a statement of a section without a transaction is sent by itself: it may end transactions.
bool may_end_transactions(const statement::Statement& statement);

} // namespace pgmend::migrate
