#pragma once

#include "schema/ddl/kinds.hpp"

#include <string>
#include <vector>

namespace pgmend::schema::ddl {

using Names = std::vector<std::string>;

/// The tables from which a table inherits, in order; none for a partition.
Names parents(const Object& table);

bool has(const Names& names, const std::string& name);

/// The objects of a kind that belong to a table.
std::vector<const Object*> inside(const Model& model, const Object& table, Kind kind);

/// The checks that a table must have before it can be attached or inherit: those of all its ancestors, by
/// name.
std::vector<const Object*> checks_of_parents(const Writer& writer, const Object& table);

/// "ALTER TABLE … ATTACH PARTITION …", and DETACH, for a partition.
std::string attachment(const Object& table);
std::string detachment(const Object& table);

/// Adds the parents of `to`, by INHERIT or ATTACH PARTITION. Parents to be removed have been removed before.
/// `alter` is "ALTER TABLE t".
void alter_parents(Writer& writer, const Object& from, const Object& to, const std::string& alter);

} // namespace pgmend::schema::ddl
