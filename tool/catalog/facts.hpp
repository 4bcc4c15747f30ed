#pragma once

#include "catalog/existence.hpp"
#include "statement/facts.hpp"

#include <optional>
#include <span>

namespace pgmend::catalog {

/// What decides about locks and scans, of every relation that the statements name and that is there: one
/// round trip. Takes AccessShareLock for a moment on those whose size is asked.
statement::Facts read_facts(pg::Connection& connection,
                            std::span<const statement::Statement* const> statements);

/// Whether a sub-command of ALTER TABLE rewrites its table, tried by the server itself on an empty copy in a
/// savepoint that is rolled back; no value where it cannot be tried, or need not be. Needs an open
/// transaction.
std::optional<bool> rewrites(pg::Connection& connection, const statement::Statement& part);

} // namespace pgmend::catalog
