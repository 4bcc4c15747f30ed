#pragma once

#include "importers/alembic/rendering.hpp"
#include "importers/conversion.hpp"

namespace pgmend::importers::alembic {

/// Revision files' values from rendered revisions: one for each, of those that could not be rendered a
/// skeleton. A downgrade() that fails leaves its revision without a section down, with a warning.
Conversion convert(const Rendering& rendering);

} // namespace pgmend::importers::alembic
