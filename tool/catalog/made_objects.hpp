#pragma once

#include "schema/model.hpp"
#include "statement/statement.hpp"

#include <initializer_list>
#include <string>

namespace pgmend::catalog {

// Selects the objects of a model that a creating statement describes. Both sides of a comparison are reduced
// to them.

bool is_one_of(schema::Kind kind, std::initializer_list<schema::Kind> kinds);

/// Whether the kind is a function, procedure or aggregate; several of them may have the same name.
bool is_routine(statement::ObjectKind kind);

/// Removes the attributes that a creating statement does not set.
void strip(schema::Object& object);

/// The object with this name and what CREATE creates with it: columns, constraints, their indexes, sequences.
schema::Model made_with(const schema::Model& model, const std::string& name, statement::ObjectKind kind);

/// The object that the statement describes: the object with this name in the name space of its kind, or any
/// object of the kind if the name is empty; null if there is none.
const schema::Object* main_object(const schema::Model& model, const std::string& name,
                                  statement::ObjectKind kind);

} // namespace pgmend::catalog
