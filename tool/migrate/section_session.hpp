#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"

#include <string>
#include <vector>

namespace pgmend::migrate {

// The effects of a section on its session and its transaction.

/// How many statements at the start of the section are SET TRANSACTION; these must be the first statements of
/// the transaction. 0 for a section with several transactions. Throws UsageError for READ ONLY, because the
/// version row is changed in the same transaction.
std::size_t transaction_settings(const PlannedStep& step);

/// Whether the step may change the session: settings, the role, temporary tables, locks.
bool leaves_session_changed(const PlannedStep& step);

/// Statements that restore the role of the session, so that the step can be recorded.
std::vector<std::string> role_resets();

/// Statements that restore the session to its initial state. They can be run in a transaction.
std::vector<std::string> session_resets(const PlannedStep& step, const Session& session);

/// Whether a statement of a section without a transaction is sent without one, because it may end
/// transactions.
bool may_end_transactions(const statement::Statement& statement);

} // namespace pgmend::migrate
