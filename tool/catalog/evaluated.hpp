#pragma once

#include <string>
#include <vector>

namespace pgmend::catalog {

/// Whether a statement that makes an object makes the server compute an expression of it that calls a
/// function or operator of the database: the planner computes calls with constant arguments when an index, a
/// CHECK constraint, a generated column or a partition key is made, even on an empty table. Expressions of
/// views, policies, triggers, rules and defaults are only stored. The statement must name everything outside
/// pg_catalog with its schema. A statement that the parser does not know counts as one that does.
bool computes_own_code(const std::vector<std::string>& statements);

} // namespace pgmend::catalog
