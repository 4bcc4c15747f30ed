#pragma once

#include "importers/alembic/rendering.hpp"
#include "importers/conversion.hpp"

namespace pgmend::importers::alembic {

/// Converts rendered revisions to revisions. A section is `transaction:false` only if an autocommit_block()
/// contains a statement that pgmend would otherwise run in the revision's transaction.
Conversion convert(const Rendering& rendering);

} // namespace pgmend::importers::alembic
