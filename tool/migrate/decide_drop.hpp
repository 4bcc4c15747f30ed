#pragma once

#include "migrate/decision.hpp"
#include "pg/sql_error.hpp"

#include <span>

namespace pgmend::migrate {

/// What to do with a DROP of which something is gone: skip where all is, else drop the others.
Decision decide_drop(const statement::Statement& statement, std::span<const catalog::Existing> existing);

/// Whether the error of dropping a routine says that there is none with these arguments, which only the
/// server reads.
bool is_missing_routine(const statement::Effect& effect, const pg::SqlError& error);

} // namespace pgmend::migrate
