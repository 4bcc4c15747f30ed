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

/// The index that a partition has from its table, and keeps under the name of `made` when it is detached;
/// null when it is not.
const Object* kept_index(const Writer& writer, const ObjectId& made);
/// Whether the key or index that is kept is what `made` is to be.
bool is_kept_as(const Writer& writer, const Object& kept, const Object& made);
/// Drops what a partition keeps of its table's indexes after DETACH and is not wanted.
void drop_kept_indexes(Writer& writer, const Object& table);

/// Inherits from, and is attached to, what `to` says; what goes has been let go before. `alter` is "ALTER
/// TABLE t".
void alter_parents(Writer& writer, const Object& from, const Object& to, const std::string& alter);

} // namespace pgmend::schema::ddl
