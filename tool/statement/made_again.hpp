#pragma once

#include "statement/statement.hpp"

#include <string>

namespace pgmend::statement {

// For objects that are not relations: how to try a CREATE next to the existing object.

/// The text of a CREATE with another name for the object. The current name must be in the text as `name`;
/// otherwise, the text is returned unchanged.
std::string with_name(const Statement& statement, const std::string& name, const std::string& other);

/// The DROP statement for a CREATE CAST, TRANSFORM, USER MAPPING or OPERATOR CLASS; empty for other
/// statements.
std::string drop_for(const Statement& statement);

} // namespace pgmend::statement
