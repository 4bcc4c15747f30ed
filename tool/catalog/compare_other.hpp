#pragma once

#include "catalog/compare.hpp"

#include <optional>

namespace pgmend::catalog {

/// compare_created() for objects that are not relations, types or routines. Operators and their families,
/// collations, conversions and text search objects are created in a scratch schema. Foreign-data wrappers,
/// servers, event triggers, languages, access methods and roles are created under another name. Casts,
/// transforms, user mappings and operator classes are dropped and created again in the savepoint. Later ALTER
/// EVENT TRIGGER statements of the section are taken into account. Returns nothing for other statements.
/// Needs an open transaction. Throws SqlError.
std::optional<Comparison> compare_other(pg::Connection& connection, const Creation& creation);

/// Whether compare_other() can compare what the statement creates.
bool needs_compare_other(const statement::Statement& statement);

} // namespace pgmend::catalog
