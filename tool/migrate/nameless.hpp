#pragma once

#include "statement/statement.hpp"

#include <optional>

namespace pgmend::migrate {

// What creates an index or a constraint without giving it a name: the server makes one up.

/// Whether the effect is such a creation.
bool is_nameless(const statement::Effect& effect);

/// Whether an ALTER TABLE of one sub-command adds a primary key, of which a table has one whatever its name.
bool adds_primary_key(const statement::Statement& statement);

/// Of a statement that creates an index or a constraint without a name: an effect by which to look whether
/// the name that the server would choose is taken; nothing for other statements. Where the name cannot be
/// told, its object has none.
std::optional<statement::Effect> default_name_of(const statement::Statement& statement);

} // namespace pgmend::migrate
