#pragma once

#include "migrate/execute.hpp"

namespace pgmend::migrate {

/// Runs a plan to its end, each step the way that fits it. When the user asks to stop, what is in hand comes
/// to its end or is cancelled, and nothing else begins. Throws VersionMoved, SqlError, Error, Interrupted.
void execute(Execution& execution, Plan& plan);

} // namespace pgmend::migrate
