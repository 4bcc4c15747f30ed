#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"

namespace pgmend::migrate {

/// Lets the server parse the statements that pgmend's parser does not know, without running them. Throws
/// UsageError for a syntax error. Other errors are ignored, because the objects that a statement names may be
/// created by an earlier step.
void check_syntax(const Plan& plan, pg::Connection& connection);

/// Throws UsageError for a statement that creates, changes or writes to the version table, which only pgmend
/// may do.
void check_version_table(const Plan& plan, const Session& session);

} // namespace pgmend::migrate
