#pragma once

#include "schema/ddl/kinds.hpp"

#include <string>
#include <vector>

namespace pgmend::schema::ddl {

using Names = std::vector<std::string>;

/// The tables that one inherits from, in order; partitions have none.
Names parents(const Object& table);

bool has(const Names& names, const std::string& name);

/// What of a kind is in a table.
std::vector<const Object*> inside(const Model& model, const Object& table, Kind kind);

/// The checks that a table must have to be attached or to inherit: those of all its ancestors, by name.
std::vector<const Object*> checks_of_parents(const Writer& writer, const Object& table);

/// "ALTER TABLE … ATTACH PARTITION …" and DETACH of a partition.
std::string attachment(const Object& table);
std::string detachment(const Object& table);

/// Inherits from, and is attached to, what `to` says; what goes has been let go before. `alter` is "ALTER
/// TABLE t".
void alter_parents(Writer& writer, const Object& from, const Object& to, const std::string& alter);

} // namespace pgmend::schema::ddl
