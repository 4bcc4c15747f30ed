#pragma once

#include "migrate/decision.hpp"
#include "pg/connection.hpp"

#include <span>

#include <optional>

namespace pgmend::migrate {

/// Whether a run with --rewrite-safe that was stopped may have left something of the statement that its own
/// effects do not name: an index for a key, a check for NOT NULL.
bool may_have_leftover(const statement::Statement& statement);

/// Whether any check is there that such a run makes.
bool checks_are_left(pg::Connection& connection);

/// What is to be done with an ALTER TABLE of one sub-command over such a leftover: the key is made of the
/// index that is there, or an INVALID one dropped; the check is dropped behind SET NOT NULL or the key,
/// unless one of the `later` statements does that. Nothing where there is none. Needs an open transaction.
std::optional<Decision> decide_leftover(pg::Connection& connection, const statement::Statement& statement,
                                        std::span<const statement::Statement> later);

} // namespace pgmend::migrate
