#pragma once

#include "migrate/decision.hpp"
#include "pg/connection.hpp"

#include <span>

#include <optional>

namespace pgmend::migrate {

/// Whether an interrupted run with --rewrite-safe may have left an object that this statement's effects do
/// not name and that it can reuse: an index for a key, a check for NOT NULL.
bool may_have_resumable_artifact(const statement::Statement& statement);

/// Whether a check of such a run exists.
bool checks_are_left(pg::Connection& connection);

/// The decision on an ALTER TABLE of one sub-command when such an object exists: the key uses the index, or
/// an INVALID index is dropped first; the check is dropped after SET NOT NULL or the key, unless one of the
/// `later` statements does that. Empty without such an object. Needs an open transaction.
std::optional<Decision> decide_resumable_artifact(pg::Connection& connection,
                                                  const statement::Statement& statement,
                                                  std::span<const statement::Statement> later);

} // namespace pgmend::migrate
