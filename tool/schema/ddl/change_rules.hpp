#pragma once

#include "schema/ddl/writer.hpp"

namespace pgmend::schema::ddl {

// What a change of one object means for the objects that depend on it.

/// Kinds that block a change of a column's type: PostgreSQL does not adapt them.
bool blocks_type_change(const ObjectId& id);

/// Whether values of the type can be stored somewhere by way of this dependent.
bool may_hold_values(const ObjectId& dependent);

/// The server recreates these with the column, and loses their statistics targets.
bool loses_targets(const Object& object);

bool is_foreign_key(const Object& object);

bool is_table_column(const Writer& writer, const Object& column);

} // namespace pgmend::schema::ddl
