#pragma once

#include "statement/names.hpp"

#include <vector>

namespace pgmend::statement {

/// What a parsed statement creates, alters and drops, in the order of the text. Temporary tables, rows, and
/// objects without a name (casts) are not included.
std::vector<Effect> effects(const Node& statement);

/// The part of effects() for CREATE …, CREATE TABLE AS and SELECT INTO.
std::vector<Effect> create_effects(const Node& statement);

/// The part of effects() for ALTER … and for statements about existing objects (COMMENT, REINDEX, REFRESH).
std::vector<Effect> alter_effects(const Node& statement);

} // namespace pgmend::statement
