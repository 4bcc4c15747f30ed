#pragma once

#include "importers/alembic/rendering.hpp"

namespace pgmend::importers::alembic {

/// The captured revisions, with what was rendered offline in place of an upgrade() that fails online. A
/// warning names those of which the two differ: the captured SQL is the right one.
Rendering with_offline(Rendering captured, const Rendering& offline);

/// Whether a revision's Python file has a word for a value that is another each time: uuid, now, random, ….
bool may_vary(const Rendering& rendering);

/// Notes in the sections that a second capture has found with other values.
void note_moments(Rendering& rendering, const Rendering& second);

} // namespace pgmend::importers::alembic
