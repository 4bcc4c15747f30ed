#pragma once

#include "catalog/existence.hpp"

#include <optional>
#include <string>

namespace pgmend::catalog {

/// Whether a statement that sets something (ALTER, COMMENT, GRANT …) would change nothing; no value where
/// that cannot be told without working on the data. What one value of the catalog tells is read there
/// (plain_setting.hpp). Of the others, light ones are run in a savepoint that is rolled back,
/// between two readings of what they touch: their lock is held for a moment. Those that might read or rewrite
/// a table are run on an empty copy instead.
///
/// Needs an open transaction. Throws SqlError when the server refuses the statement, Error (code 6) for a
/// lock.
std::optional<bool> is_set_already(pg::Connection& connection, const statement::Statement& statement,
                                   const statement::Effect& effect, const Existing& existing);

} // namespace pgmend::catalog
