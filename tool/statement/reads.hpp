#pragma once

#include "statement/statement.hpp"

namespace pgmend::statement {

/// A query, SHOW, EXPLAIN or a cursor's command that writes nothing by itself; the functions that a query
/// calls may. False for what the parser does not know.
bool only_reads(const Statement& statement);

/// The first table, view or sequence that the statement names outside the system's own schemas; empty without
/// one.
std::string first_own_relation(const Statement& statement);

} // namespace pgmend::statement
