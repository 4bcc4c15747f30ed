#pragma once

#include "foreign/alembic/rendering.hpp"
#include "foreign/conversion.hpp"

namespace pgmend::foreign::alembic {

/// Revision files' values from rendered revisions. A section is `transaction:false` only where an
/// autocommit_block() holds a statement that pgmend would otherwise run in the revision's transaction.
Conversion convert(const Rendering& rendering);

} // namespace pgmend::foreign::alembic
