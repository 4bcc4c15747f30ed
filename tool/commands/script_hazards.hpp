#pragma once

#include "migrate/session.hpp"
#include "report/script.hpp"

namespace pgmend::commands {

/// Adds to a script what its statements cost others, and the hazards that lint knows, as 'pgmend plan' shows
/// them of a revision; with the sizes of the database where there is a session.
void add_hazards(report::ScriptReport& report, migrate::Session* session);

} // namespace pgmend::commands
