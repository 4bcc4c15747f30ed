#pragma once

#include "commands/globals.hpp"
#include "pg/connection.hpp"
#include "report/drift.hpp"

namespace pgmend::commands {

/// Which database the connection leads to, and the revision that its version table names, if it can be read.
/// Throws SqlError.
report::Origin origin_of(pg::Connection& connection, const Globals& globals);

} // namespace pgmend::commands
