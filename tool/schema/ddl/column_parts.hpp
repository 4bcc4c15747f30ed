#pragma once

#include "schema/ddl/kinds.hpp"

#include <string>

namespace pgmend::schema::ddl {

/// " COLLATE …", empty when it is the type's own.
std::string collate(const Object& column);

/// The sequence behind an identity column.
const Object* sequence_of(const Writer& writer, const Object& column);

/// " GENERATED … AS IDENTITY", with what the sequence does not have by itself.
std::string identity(const Writer& writer, const Object& column);

/// A NOT NULL that SET NOT NULL does not make: not valid, or not for the children.
bool is_loose(const Object& column);
std::string not_null_name(const Object& column);
/// "ALTER TABLE … ADD CONSTRAINT … NOT NULL …", of PostgreSQL 18.
std::string add_not_null(const Object& column);

/// Whether the table is partitioned by the column, or by an expression of it.
bool is_in_partition_key(const Model& model, const Object& column);

/// A typed table's columns change with the attributes of its type.
bool follows_type(const Writer& writer, const Object& column);

} // namespace pgmend::schema::ddl
