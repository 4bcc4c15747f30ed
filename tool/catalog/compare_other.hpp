#pragma once

#include "catalog/compare.hpp"

#include <optional>

namespace pgmend::catalog {

/// compare_created() for what is no relation, type or routine: operators and their families, collations,
/// conversions, text search objects, made in a scratch schema; foreign-data wrappers, servers, event
/// triggers, languages, access methods and roles, made under another name; casts, transforms, user mappings
/// and operator classes, dropped and made again in the savepoint. What the section's later ALTER EVENT
/// TRIGGER says counts, too. Nothing for other statements. Needs an open transaction. Throws SqlError.
std::optional<Comparison> compare_other(pg::Connection& connection, const Creation& creation);

/// Whether compare_other() can compare what the statement creates.
bool needs_compare_other(const statement::Statement& statement);

} // namespace pgmend::catalog
