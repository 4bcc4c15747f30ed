#pragma once

#include "statement/names.hpp"

#include <vector>

namespace pgmend::statement {

/// What a parsed statement creates, alters and drops, in the order of the text. Nothing for temporary tables,
/// for rows, and for what has no name of its own (casts).
std::vector<Effect> effects(const Node& statement);

/// The part of effects() for CREATE …, CREATE TABLE AS and SELECT INTO.
std::vector<Effect> create_effects(const Node& statement);

/// The part of effects() for ALTER … and for statements that work on what exists (COMMENT, REINDEX, REFRESH).
std::vector<Effect> alter_effects(const Node& statement);

} // namespace pgmend::statement
