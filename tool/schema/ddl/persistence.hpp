#pragma once

#include "schema/ddl/writer.hpp"

namespace pgmend::schema::ddl {

/// SET LOGGED of the tables that others refer to first, SET UNLOGGED of those that refer to others: a logged
/// table cannot refer to an unlogged one.
void write_persistence(Writer& writer);

} // namespace pgmend::schema::ddl
