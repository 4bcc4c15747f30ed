#pragma once

#include "schema/ddl/writer.hpp"

#include <vector>

namespace pgmend::schema::ddl {

/// Objects that are made or dropped by one statement, and the one whose statement it is.
struct Unit {
    const Object* head = nullptr;
    std::vector<const Object*> members; ///< without the head
};

/// The units of what is dropped or changed in the old model, in the order in which they can be dropped.
std::vector<Unit> drop_order(const Writer& writer);

/// The units of what is made or changed in the new model, in the order in which they can be made. The columns
/// of a new table, and the constraints that can stand in its CREATE TABLE, are in the table's unit.
std::vector<Unit> creation_order(const Writer& writer);

/// Whether the constraint stands in the CREATE TABLE of its new table.
bool is_inline(const Writer& writer, const Object& constraint);

} // namespace pgmend::schema::ddl
