#pragma once

#include "catalog/existence.hpp"
#include "statement/facts.hpp"

#include <optional>
#include <span>

namespace pgmend::catalog {

/// Reads the facts that determine locks and scans, for every existing relation that the statements name, in
/// one round trip. Takes ACCESS SHARE for a moment on relations whose size is read.
statement::Facts read_facts(pg::Connection& connection,
                            std::span<const statement::Statement* const> statements);

/// Whether a sub-command of ALTER TABLE rewrites its table, determined by running it on an empty copy in a
/// savepoint that is rolled back. Returns no value if it cannot be tried or need not be. Needs an open
/// transaction.
std::optional<bool> rewrites(pg::Connection& connection, const statement::Statement& part);

} // namespace pgmend::catalog
