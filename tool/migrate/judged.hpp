#pragma once

#include "catalog/existence.hpp"
#include "statement/statement.hpp"

namespace pgmend::migrate {

/// Whether what the statement creates or drops may be there or gone, so that the server could refuse it for
/// that: an error of other statements is one of the user's.
bool is_judged(const statement::Statement& statement);

/// Whether the effect gives its object another name or schema.
bool moves(const statement::Effect& effect);

/// Whether what there is stands in the way of the effect.
bool is_in_question(const statement::Effect& effect, const catalog::Existing& existing);

/// What is to be looked up for an effect of a statement.
statement::Effect probe_of(const statement::Statement& statement, const statement::Effect& effect);

} // namespace pgmend::migrate
