#pragma once

#include "statement/statement.hpp"

#include <optional>

namespace pgmend::migrate {

// Statements that create an index or a constraint without a name, for which the server chooses one.

/// Whether the effect creates such an object.
bool is_nameless(const statement::Effect& effect);

/// Whether an ALTER TABLE with one sub-command adds a primary key. A table can have only one, whatever its
/// name.
bool adds_primary_key(const statement::Statement& statement);

/// For a statement that creates an index or a constraint without a name: an effect with the name that the
/// server would choose, to look up whether this name is used. If the name cannot be predicted, the object has
/// no name. Returns nothing for other statements.
std::optional<statement::Effect> default_name_of(const statement::Statement& statement);

} // namespace pgmend::migrate
