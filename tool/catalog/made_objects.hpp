#pragma once

#include "schema/model.hpp"
#include "statement/statement.hpp"

#include <initializer_list>
#include <string>

namespace pgmend::catalog {

// What of a model a statement that creates something speaks of: both sides of a comparison are cut down to
// it.

bool is_one_of(schema::Kind kind, std::initializer_list<schema::Kind> kinds);

/// Functions, procedures and aggregates: several may bear one name.
bool is_routine(statement::ObjectKind kind);

/// Takes away what a statement that creates does not say.
void strip(schema::Object& object);

/// The object of that name and what CREATE makes with it: columns, constraints, their indexes, sequences.
schema::Model made_with(const schema::Model& model, const std::string& name, statement::ObjectKind kind);

/// The object that the statement is about, whatever kind the name space of its kind holds under the name; any
/// of the kind where the name is empty; null where there is none.
const schema::Object* main_object(const schema::Model& model, const std::string& name,
                                  statement::ObjectKind kind);

} // namespace pgmend::catalog
