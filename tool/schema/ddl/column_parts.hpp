#pragma once

#include "schema/ddl/kinds.hpp"

#include <string>

namespace pgmend::schema::ddl {

/// " COLLATE …"; empty if it is the default of the type.
std::string collate(const Object& column);

/// The sequence of an identity column.
const Object* sequence_of(const Writer& writer, const Object& column);

/// " GENERATED … AS IDENTITY" with the parameters of the sequence that are not the default.
std::string identity(const Writer& writer, const Object& column);

/// Whether the NOT NULL cannot be created by SET NOT NULL, because it is not valid or is not inherited.
bool is_loose(const Object& column);
std::string not_null_name(const Object& column);
/// "ALTER TABLE … ADD CONSTRAINT … NOT NULL …" for PostgreSQL 18.
std::string add_not_null(const Object& column);

/// Whether the table is partitioned by the column, or by an expression of it.
bool is_in_partition_key(const Model& model, const Object& column);

/// A typed table's columns change with the attributes of its type.
bool follows_type(const Writer& writer, const Object& column);

} // namespace pgmend::schema::ddl
