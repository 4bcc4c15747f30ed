#pragma once

#include "schema/ddl/writer.hpp"

#include <vector>

namespace pgmend::schema::ddl {

/// Objects that are created or dropped by one statement, and the object that the statement names.
struct Unit {
    const Object* head = nullptr;
    std::vector<const Object*> members; ///< without the head
};

/// The units of objects to be dropped or changed in the old model, in an order in which they can be dropped.
std::vector<Unit> drop_order(const Writer& writer);

/// The units of objects to be created or changed in the new model, in an order in which they can be created.
/// The unit of a new table contains its columns, and the constraints that can be part of its CREATE TABLE.
std::vector<Unit> creation_order(const Writer& writer);

/// Whether the constraint is part of the CREATE TABLE of its new table.
bool is_inline(const Writer& writer, const Object& constraint);

} // namespace pgmend::schema::ddl
