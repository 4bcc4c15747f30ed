#pragma once

#include "importers/alembic/rendering.hpp"
#include "importers/conversion.hpp"

namespace pgmend::importers::alembic {

/// Revision files' values from rendered revisions. A section is `transaction:false` only where an
/// autocommit_block() holds a statement that pgmend would otherwise run in the revision's transaction.
Conversion convert(const Rendering& rendering);

} // namespace pgmend::importers::alembic
