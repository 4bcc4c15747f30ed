#pragma once

#include "migrate/decision.hpp"
#include "pg/sql_error.hpp"

#include <span>

namespace pgmend::migrate {

/// Decides about a DROP if some of its objects do not exist: skip if none exists, otherwise drop those that
/// exist.
Decision decide_drop(const statement::Statement& statement, std::span<const catalog::Existing> existing);

/// Whether the error of dropping a routine says that no routine with these arguments exists. Only the server
/// can resolve the arguments.
bool is_missing_routine(const statement::Effect& effect, const pg::SqlError& error);

} // namespace pgmend::migrate
