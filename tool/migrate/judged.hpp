#pragma once

#include "catalog/existence.hpp"
#include "statement/statement.hpp"

namespace pgmend::migrate {

/// Whether the server may reject the statement because an object already exists or does not exist. The errors
/// of all other statements are reported to the user.
bool is_judged(const statement::Statement& statement);

/// Whether the effect changes the name or schema of its object.
bool moves(const statement::Effect& effect);

/// Whether the existing object prevents the effect.
bool is_in_question(const statement::Effect& effect, const catalog::Existing& existing);

/// What to look up for an effect of a statement.
statement::Effect probe_of(const statement::Statement& statement, const statement::Effect& effect);

} // namespace pgmend::migrate
