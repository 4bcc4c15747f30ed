#pragma once

#include "migrate/execute.hpp"

namespace pgmend::migrate {

/// Executes a plan, each step in the way that the plan determines. If the user asks to stop, the current
/// statement is finished or canceled, and no other one is started. Throws VersionMoved, SqlError, Error,
/// Interrupted.
void execute(Execution& execution, Plan& plan);

} // namespace pgmend::migrate
