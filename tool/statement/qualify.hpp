#pragma once

#include <string>
#include <string_view>

namespace pgmend::statement {

/// The same statement with every function, operator, type, collation and system relation that it names
/// without a schema taken from pg_catalog, so that no search_path has a say in it: a database's owner may
/// have made functions and operators of the same names. What cannot be written with a schema (IN, BETWEEN,
/// LIKE, CASE x WHEN, IS DISTINCT FROM, NULLIF) is written by what it stands for. Relations whose names do
/// not begin with pg_ are left as they are. Comments are dropped; `{schema}` is kept.
///
/// For statements of pgmend's own. Throws std::logic_error for what it cannot read or write (JOIN … USING).
std::string qualified(std::string_view sql);

} // namespace pgmend::statement
