#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"

namespace pgmend::migrate {

/// Lets the server parse the statements whose grammar is newer than the parser's, without running them.
/// Throws UsageError for a syntax error; its other errors do not count, since what they name may be made by
/// an earlier step.
void check_syntax(const Plan& plan, pg::Connection& connection);

/// Throws UsageError for a statement that makes, changes or writes the version table, which is kept by
/// pgmend.
void check_version_table(const Plan& plan, const Session& session);

} // namespace pgmend::migrate
