#pragma once

#include "schema/ddl/writer.hpp"

namespace pgmend::schema::ddl {

// How a change of one object affects the objects that depend on it.

/// Kinds of dependent objects that prevent a change of a column's type, because PostgreSQL does not adapt
/// them.
bool blocks_type_change(const ObjectId& id);

/// Whether values of the type may be stored through this dependent object.
bool may_hold_values(const ObjectId& dependent);

/// Whether the server creates the object again with the column, but without its statistics targets.
bool loses_targets(const Object& object);

bool is_foreign_key(const Object& object);

bool is_table_column(const Writer& writer, const Object& column);

} // namespace pgmend::schema::ddl
