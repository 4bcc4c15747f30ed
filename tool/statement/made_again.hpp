#pragma once

#include "statement/statement.hpp"

#include <string>

namespace pgmend::statement {

// For objects that are no relations, to try a CREATE beside what is there.

/// The text of a CREATE with another name for the object, which must stand in it as `name`; as it is where it
/// does not.
std::string with_name(const Statement& statement, const std::string& name, const std::string& other);

/// The DROP that belongs to CREATE CAST, TRANSFORM, USER MAPPING or OPERATOR CLASS; empty for other
/// statements.
std::string drop_for(const Statement& statement);

} // namespace pgmend::statement
