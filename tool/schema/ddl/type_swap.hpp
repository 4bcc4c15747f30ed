#pragma once

#include "schema/ddl/writer.hpp"

namespace pgmend::schema::ddl {

/// Renames the types that columns still have while the new ones are made; they are dropped at the end.
void rename_for_swap(Writer& writer);

} // namespace pgmend::schema::ddl
